import { expect, test } from 'vitest'
import { euros } from '../src/money/money.js'
import { InMemoryOrders } from '../src/orders/in-memory-orders.js'
import { Order } from '../src/orders/order.js'
import { OrderChangedMeanwhile, UnknownOrder } from '../src/orders/order-repository.js'

async function ordersWithOne(): Promise<InMemoryOrders> {
  const orders = new InMemoryOrders()
  const order = new Order('123')
  order.addPizza({ pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') })
  await orders.save(order)
  return orders
}

test('what is found is as it was saved', async () => {
  const orders = await ordersWithOne()
  expect((await orders.find('123')).state.items).toHaveLength(1)
})

test('the second of two who change one order at a time has to decide anew', async () => {
  const orders = await ordersWithOne()
  const [mine, yours] = [await orders.find('123'), await orders.find('123')]
  mine.confirm()
  yours.cancel('too slow')

  await orders.save(mine)
  await expect(orders.save(yours)).rejects.toThrow(OrderChangedMeanwhile)
  expect((await orders.find('123')).state.status).toBe('confirmed')
})

test('an order is saved as often as it changes', async () => {
  const orders = await ordersWithOne()
  const order = await orders.find('123')
  order.confirm()
  await orders.save(order)
  order.cancel('the oven is cold')
  await orders.save(order)
  expect((await orders.find('123')).state.status).toBe('cancelled')
})

test('an order that nobody saved is unknown', async () => {
  await expect(new InMemoryOrders().find('4')).rejects.toThrow(UnknownOrder)
})
