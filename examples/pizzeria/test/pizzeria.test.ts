import {
  CookingStarted,
  CookingStartedV1,
  OrderCancelled,
  OrderReady,
  PizzeriaOrderConfirmed,
} from '@mario/pizzeria-events'
import { createBus, type Failed, type Published } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { recordEvents } from '@tidings/runtime/testing'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { euros } from '../src/money/money.js'
import type { Pizzeria, PizzeriaOptions } from '../src/pizzeria.js'
import { createStandIns } from '../src/stand-ins/stand-ins.js'
import { wireByHand } from '../src/wiring/by-hand.js'
import { wireWithAwilix } from '../src/wiring/with-awilix.js'

const dinner = [{ pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') }] as const

/** Whatever the tests publish is as the contract says. */
const recorder = recordEvents({ application: 'mario-pizzeria' })
afterEach(() => {
  recorder.check()
  recorder.clear()
})

async function open(wire: (options: PizzeriaOptions) => Pizzeria, options: Partial<PizzeriaOptions> = {}) {
  const services = createStandIns()
  const published: Published[] = []
  const failed: Failed[] = []
  const hooks = {
    ...recorder.hooks,
    published(fact: Published) {
      published.push(fact)
      recorder.hooks.published?.(fact)
    },
    failed: (fact: Failed) => void failed.push(fact),
  }
  const { bus, desk } = wire({ services, hooks, ...options })
  await bus.start()
  onTestFinished(() => bus.close())
  return { bus, desk, services, published, failed }
}

const wirings = [
  ['by hand', wireByHand],
  ['by a container', wireWithAwilix],
] as const

test.each(wirings)('a confirmed order sets five handlers in motion, wired %s', async (_, wire) => {
  const { bus, desk, services, published } = await open(wire)

  await desk.place('123', dinner)
  await desk.confirm('123')
  await bus.idle()

  expect(services.tickets).toEqual(['1 large Margherita'])
  expect(services.taken).toEqual(['7 g basil, 350 g dough, 168 g mozzarella, 112 g tomatoes'])
  expect(services.books).toEqual(['1 pizzas, EUR 15.99'])
  expect(services.mailServer.sent).toEqual(['guest: EUR 15.99'])
  expect(published.map(({ event }) => event.type).toSorted()).toEqual([
    'ConfirmationEmailSent',
    'OrderConfirmed',
    'OrderCreated',
    'SaleRecorded',
    'StockDeducted',
    'com.mariopizzeria.order.confirmed.v1',
  ])
})

test.each(wirings)(
  'one failing handler is tried again and parked, and the others do not notice, wired %s',
  async (_, wire) => {
    const { bus, desk, services, failed } = await open(wire)
    services.mailServer.isDown = true

    await desk.place('123', dinner)
    await desk.confirm('123')
    const { deadLetters } = await bus.idle()

    expect(failed.map(({ delivery }) => [delivery.subscription, delivery.attempt])).toEqual([
      ['send-confirmation-email', 1],
      ['send-confirmation-email', 2],
      ['send-confirmation-email', 3],
    ])
    expect(deadLetters.map(({ subscription, details }) => [subscription, details.reason, details.attempts])).toEqual([
      ['send-confirmation-email', 'attempts-exhausted', 3],
    ])
    const once = { tickets: 1, taken: 1, books: 1 }
    const done = () => ({
      tickets: services.tickets.length,
      taken: services.taken.length,
      books: services.books.length,
    })
    expect(done()).toEqual(once)

    services.mailServer.isDown = false
    expect(await bus.deadLetters.redrive({ subscription: 'send-confirmation-email' })).toBe(1)
    await bus.idle()

    expect(services.mailServer.sent).toEqual(['guest: EUR 15.99'])
    expect(done()).toEqual(once)
    expect(await bus.deadLetters.list()).toEqual([])
  },
)

test.each(wirings)(
  'a mail connection is opened for a delivery and closed after it, however it ended, wired %s',
  async (_, wire) => {
    const { bus, desk, services } = await open(wire)
    services.mailServer.isDown = true
    await desk.place('123', dinner)
    await desk.confirm('123')
    await bus.idle()

    expect(services.mailServer.connections).toBe(3)
    expect(services.mailServer.openConnections).toBe(0)
  },
)

test('what follows from an order names it as its cause', async () => {
  const { bus, desk, published } = await open(wireByHand)
  await desk.place('123', dinner)
  await desk.confirm('123')
  await bus.idle()

  const confirmed = published.find(({ event }) => event.type === 'OrderConfirmed')?.event
  const stock = published.find(({ event }) => event.type === 'StockDeducted')?.event
  expect(stock?.extensions).toMatchObject({ causationid: confirmed?.id ?? expect.unreachable('nothing was confirmed') })
})

test('another application receives the integration event, and no domain event', async () => {
  const transport = inMemory()
  const received: unknown[] = []
  const courier = createBus({ application: 'swift-couriers', transport })
  courier.subscribe('plan-tour', PizzeriaOrderConfirmed, (event) => void received.push(event.data))
  courier.subscribe('snoop', OrderCancelled, (event) => void received.push(event.data))
  await courier.start()
  onTestFinished(() => courier.close())
  const { bus, desk } = await open(wireByHand, { transport, now: () => new Date('2026-03-14T18:30:00Z') })

  await desk.place('123', dinner)
  await desk.confirm('123')
  await desk.cancel('123', 'the oven is cold')
  await bus.idle()

  expect(received).toEqual([
    {
      orderId: '123',
      pizzas: 1,
      total: { amount: '15.99', currency: 'EUR' },
      deliveryAddress: { street: 'Via dei Tribunali 32', postalCode: '80138', city: 'Napoli' },
      confirmedAt: '2026-03-14T18:30:00.000Z',
    },
  ])
})

test('older and newer tablets in the kitchen are shown alike', async () => {
  const { bus, services } = await open(wireByHand)
  const order = { orderId: '123', cook: 'Luigi' }

  await bus.receive(new CookingStartedV1({ ...order, startedAt: '2026-03-14T18:33:00Z', estimatedMinutes: 12 }))
  await bus.receive(new CookingStarted({ ...order, estimatedCompletion: '2026-03-14T18:50:00Z' }))
  await bus.receive(new OrderReady({ orderId: '123', preparationTime: 'PT11M30S' }))
  await bus.idle()

  expect(services.screenTexts).toEqual([
    'order 123: Luigi is on it, ready at 18:45',
    'order 123: Luigi is on it, ready at 18:50',
    'order 123: ready, please come to the counter',
  ])
})

test('an order that cannot be saved publishes nothing', async () => {
  const { bus, desk, published } = await open(wireByHand)
  await desk.place('123', dinner)
  await expect(desk.place('123', dinner)).rejects.toThrow('Order 123 has changed since it was read')
  await bus.idle()

  expect(published.map(({ event }) => event.type)).toEqual(['OrderCreated'])
})
