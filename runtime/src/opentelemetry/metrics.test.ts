import type { Histogram } from '@opentelemetry/sdk-metrics'
import { expect, onTestFinished, test } from 'vitest'
import { createBus } from '../bus/create-bus.js'
import { OrderCooked, OrderPlaced, TableServed } from '../bus/fixtures/events.js'
import { quiet } from '../bus/fixtures/handlers.js'
import { manualClock } from '../bus/fixtures/manual-clock.js'
import { NonRetryable } from '../error/non-retryable.js'
import { inMemory } from '../transports/in-memory/index.js'
import { collected } from './fixtures/collected.js'
import { observeHealth } from './index.js'

const type = { 'cloudevents.event_type': 'pizza.order.placed' }
const orders = { 'messaging.system': 'in-memory', 'messaging.destination.name': 'orders' }
const kitchen = { ...orders, 'messaging.consumer.group.name': 'kitchen' }

async function run() {
  const { hooks, points } = collected()
  const bus = createBus({ transport: inMemory(), hooks: [hooks, quiet] })
  onTestFinished(() => bus.close())
  let calls = 0
  bus.subscribe('kitchen', OrderPlaced, () => {
    calls++
    if (calls === 1) throw new TypeError('once')
    if (calls === 3) throw new NonRetryable('never')
  })
  await bus.start()
  const time = new Date(Date.now() - 90_000)
  await bus.publish([
    new OrderPlaced({ orderId: '1', note: '' }, { time }),
    new OrderPlaced({ orderId: '2', note: '' }, { time }),
    new OrderCooked({ orderId: '2', note: '' }, { time, source: 'pizzeria' }),
  ])
  await bus.idle()
  const told = async (name: string) =>
    (await points(name)).map(({ attributes, value }) => ({
      attributes,
      value: typeof value === 'number' ? value : value.count,
    }))
  return { bus, points, told }
}

test('messages that are sent, handled, retried, dead letters, redriven and skipped are counted', async () => {
  const { bus, told } = await run()
  const sent = { ...orders, 'messaging.operation.name': 'send' }
  expect(await told('messaging.client.sent.messages')).toEqual([
    { attributes: { ...sent, ...type }, value: 2 },
    { attributes: { ...sent, 'cloudevents.event_type': 'pizza.order.cooked' }, value: 1 },
  ])
  const process = { ...kitchen, ...type, 'messaging.operation.name': 'process' }
  expect(await told('messaging.client.consumed.messages')).toEqual([
    { attributes: { ...process, 'error.type': 'TypeError' }, value: 1 },
    { attributes: process, value: 1 },
  ])
  expect(await told('tidings.delivery.retries')).toEqual([
    { attributes: { ...process, 'error.type': 'TypeError' }, value: 1 },
  ])
  expect(await told('tidings.delivery.dead_letters')).toEqual([
    {
      attributes: {
        ...kitchen,
        ...type,
        'messaging.operation.name': 'dead_letter',
        'error.type': 'TIDINGS_NON_RETRYABLE',
        'tidings.dead_letter.reason': 'not-retryable',
      },
      value: 1,
    },
  ])
  expect(await told('tidings.delivery.skipped')).toEqual([
    {
      attributes: { ...kitchen, 'cloudevents.event_type': 'pizza.order.cooked', 'messaging.operation.name': 'skip' },
      value: 1,
    },
  ])
  await bus.deadLetters.redrive()
  const { 'messaging.destination.name': _, ...subscription } = kitchen
  expect(await told('tidings.delivery.redriven')).toEqual([
    { attributes: { ...subscription, ...type, 'messaging.operation.name': 'redrive' }, value: 1 },
  ])
})

test('how long sending, receiving, handling and waiting took is a histogram each', async () => {
  const { points, told } = await run()
  const operations = (await told('messaging.client.operation.duration')).map(({ attributes }) => attributes)
  expect(operations).toEqual([
    { ...orders, 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' },
    { ...kitchen, 'messaging.operation.name': 'receive', 'messaging.operation.type': 'receive' },
  ])
  const process = { ...kitchen, ...type, 'messaging.operation.name': 'process', 'messaging.operation.type': 'process' }
  expect(await told('messaging.process.duration')).toEqual([
    { attributes: { ...process, 'error.type': 'TypeError' }, value: 1 },
    { attributes: process, value: 1 },
    { attributes: { ...process, 'error.type': 'TIDINGS_NON_RETRYABLE' }, value: 1 },
  ])
  const [lag] = await points('tidings.delivery.lag')
  expect(lag?.value).toMatchObject({ count: 2 } satisfies Partial<Histogram>)
  expect((lag?.value as Histogram | undefined)?.min).toBeGreaterThanOrEqual(90)
  expect((lag?.value as Histogram | undefined)?.max).toBeLessThan(120)
})

test('an address with parameters is told as it stands in the contract: labels are few', async () => {
  const { hooks, points, named } = collected()
  const bus = createBus({ transport: inMemory(), hooks: [hooks, quiet] })
  onTestFinished(() => bus.close())
  bus.subscribe('waiter', TableServed, () => {})
  await bus.start()
  await bus.publish(new TableServed({ table: '7' }), { parameters: { house: 'rome' } })
  await bus.idle()
  for (const name of ['send', 'receive', 'process']) {
    expect(named(name).map((span) => [span.name, span.attributes['messaging.destination.name']])).toEqual([
      [`${name} houses/{house}/tables/{table}`, 'houses/rome/tables/7'],
    ])
  }
  for (const name of ['messaging.client.sent.messages', 'messaging.process.duration', 'tidings.delivery.lag']) {
    const labels = (await points(name)).map(({ attributes }) => attributes)
    expect(labels).toHaveLength(1)
    expect(labels[0]).toMatchObject({ 'messaging.destination.template': 'houses/{house}/tables/{table}' })
    expect(Object.values(labels[0] ?? {})).not.toContain('houses/rome/tables/7')
  }
})

test('what the health of a bus tells is a gauge each, until it is stopped', async () => {
  const { hooks, points, meterProvider } = collected()
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: [hooks, quiet] })
  onTestFinished(() => bus.close({ deadlineMs: 0 }))
  bus.subscribe('kitchen', OrderPlaced, () => Promise.reject(new Error('no')))
  const stop = observeHealth(bus, { meterProvider })
  const value = async (name: string) => (await points(name)).map(({ value }) => value)
  expect(await value('tidings.bus.healthy')).toEqual([0])
  await bus.start()
  await bus.publish(new OrderPlaced({ orderId: '1', note: '' }))
  await clock.advance(0)
  expect(await value('tidings.bus.healthy')).toEqual([1])
  expect(await value('tidings.subscription.held')).toEqual([1])
  expect(await value('tidings.subscription.backing_off')).toEqual([1])
  await clock.advance(100_000)
  expect(await value('tidings.subscription.held')).toEqual([0])
  expect(await points('tidings.dead_letters.stored')).toMatchObject([
    { value: 1, attributes: { 'tidings.server': 'default' } },
  ])
  stop()
  await bus.deadLetters.discard({})
  expect(await value('tidings.dead_letters.stored')).not.toEqual([0])
})
