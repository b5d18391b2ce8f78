import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { euros } from '../src/money/money.js'
import { Order } from '../src/orders/order.js'
import { OrderChangedMeanwhile, UnknownOrder } from '../src/orders/order-repository.js'
import { ordersTable, PostgresOrders } from '../src/orders/postgres-orders.js'

let database: PGlite
const orders = new PostgresOrders()

beforeAll(async () => {
  database = new PGlite()
  await database.query(ordersTable)
}, 60_000)
afterAll(() => database.close())

async function place(id: string): Promise<Order> {
  const order = new Order(id)
  order.addPizza({ pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') })
  await orders.save(order, database)
  return order
}

test('what is found is as it was saved', async () => {
  const order = await place('1')
  expect((await orders.find('1', database)).state).toEqual(order.state)
})

test('the second of two who change one order at a time has to decide anew', async () => {
  await place('2')
  const [mine, yours] = [await orders.find('2', database), await orders.find('2', database)]
  mine.confirm()
  yours.cancel('too slow')

  await orders.save(mine, database)
  await expect(orders.save(yours, database)).rejects.toThrow(OrderChangedMeanwhile)
  expect((await orders.find('2', database)).state.status).toBe('confirmed')
})

test('of two orders with one id the second is refused', async () => {
  await place('3')
  await expect(place('3')).rejects.toThrow(OrderChangedMeanwhile)
})

test('an order is saved as often as it changes', async () => {
  const order = await place('4')
  order.confirm()
  await orders.save(order, database)
  order.cancel('the oven is cold')
  await orders.save(order, database)
  expect((await orders.find('4', database)).state.status).toBe('cancelled')
})

test('an order that nobody saved is unknown', async () => {
  await expect(orders.find('nowhere', database)).rejects.toThrow(UnknownOrder)
})
