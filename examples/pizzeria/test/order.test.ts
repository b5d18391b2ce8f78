import { OrderCancelled, OrderConfirmed, OrderCreated, type OrderItem } from '@mario/pizzeria-events'
import { expect, test } from 'vitest'
import '@tidings/runtime/testing/vitest'
import { euros } from '../src/money/money.js'
import { Order } from '../src/orders/order.js'
import { OrderRuleViolation } from '../src/orders/order-rule-violation.js'

const margherita: OrderItem = { pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') }

test('an order that is confirmed was created, then confirmed', () => {
  const order = new Order('123')
  order.addPizza(margherita)
  order.confirm()

  const [created, confirmed, ...others] = order.uncommittedEvents
  expect(created).toBeValidEvent(OrderCreated)
  expect(confirmed).toBeValidEvent(OrderConfirmed)
  expect(others).toEqual([])
})

test('a confirmed order says all that its readers need', () => {
  const deliveryAddress = { street: 'Via Toledo 12', postalCode: '80134', city: 'Napoli' }
  const order = new Order('123', { customerId: 'ada', deliveryAddress })
  order.addPizza(margherita)
  order.addPizza({ pizza: 'Diavola', size: 'medium', quantity: 2, price: euros('13.50') })
  order.confirm(new Date('2026-03-14T18:30:00Z'))

  expect(order.uncommittedEvents.at(-1)?.data).toEqual({
    orderId: '123',
    customerId: 'ada',
    items: [
      { pizza: 'Margherita', size: 'large', quantity: 1, price: { amount: '15.99', currency: 'EUR' } },
      { pizza: 'Diavola', size: 'medium', quantity: 2, price: { amount: '13.50', currency: 'EUR' } },
    ],
    total: { amount: '42.99', currency: 'EUR' },
    deliveryAddress,
    confirmedAt: '2026-03-14T18:30:00.000Z',
  })
})

test('an order that is called off says why', () => {
  const order = new Order('123')
  order.cancel('the guest has gone home', new Date('2026-03-14T18:42:00Z'))

  expect(order.uncommittedEvents.at(-1)).toBeInstanceOf(OrderCancelled)
  expect(order.uncommittedEvents.at(-1)?.data).toEqual({
    orderId: '123',
    customerId: 'guest',
    reason: 'the guest has gone home',
    cancelledAt: '2026-03-14T18:42:00.000Z',
  })
})

test('an empty order cannot be confirmed', () => {
  expect(() => new Order('123').confirm()).toThrow(OrderRuleViolation)
})

test('an order cannot be confirmed twice', () => {
  const order = new Order('123')
  order.addPizza(margherita)
  order.confirm()
  expect(() => order.confirm()).toThrow('Order 123 is confirmed; only a pending order can be confirmed')
})

test('a cancelled order can neither be confirmed nor cancelled again', () => {
  const order = new Order('123')
  order.addPizza(margherita)
  order.cancel('changed my mind')
  expect(() => order.confirm()).toThrow('only a pending order can be confirmed')
  expect(() => order.cancel('again')).toThrow('Order 123 is cancelled already')
})

test('a confirmed order takes no more pizzas', () => {
  const order = new Order('123')
  order.addPizza(margherita)
  order.confirm()
  expect(() => order.addPizza(margherita)).toThrow('only a pending order takes pizzas')
})

test('what breaks a rule raises nothing', () => {
  const order = new Order('123')
  expect(() => order.confirm()).toThrow()
  expect(() => order.addPizza({ ...margherita, quantity: 0 })).toThrow('one pizza or more')
  expect(() => order.cancel('')).toThrow('/reason')
  expect(order.uncommittedEvents).toHaveLength(1)
  expect(order.state.status).toBe('pending')
})

test('an order that is restored raises nothing', () => {
  const order = new Order('123')
  expect(Order.restored(order.state).uncommittedEvents).toEqual([])
})
