import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Hooks } from '../delivery/hooks.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'

const placed = () => new OrderPlaced({ orderId: '17', note: '' }, { id: 'e-1' })

let written: string[] = []
beforeEach(() => {
  written = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => written.push(String(line).split('\n')[0] ?? '') > 0)
})
afterEach(() => vi.restoreAllMocks())

async function open(hooks: Hooks | readonly Hooks[], handle: () => unknown = () => {}) {
  const bus = createBus({ transport: inMemory(), hooks, random: () => 0 })
  onTestFinished(() => bus.close())
  bus.subscribe('kitchen', OrderPlaced, handle, { retry: { attempts: 2 } })
  await bus.start()
  return bus
}

/** Hooks that tell everything under a name. */
const telling = (name: string, told: string[]): Hooks => ({
  handle(_, next) {
    told.push(`${name} handle`)
    const result = next()
    told.push(`${name} handle ended`)
    return result
  },
  async publish(_, next) {
    told.push(`${name} publish`)
    await next()
  },
  published: () => void told.push(`${name} published`),
  received: ({ deliveries }) => void told.push(`${name} received ${deliveries.length}`),
  handled: ({ transport, holding }) => void told.push(`${name} handled by ${transport} ${holding.place.address}`),
})

test('several sets of hooks are told one after the other, and go around from the first outermost', async () => {
  const told: string[] = []
  const bus = await open([telling('a', told), telling('b', told)], () => void told.push('handler'))
  await bus.publish(placed())
  await bus.idle()
  expect(told.toSorted()).toEqual([...['a', 'b'].flatMap((name) => telledBy(name)), 'handler'].toSorted())
  const order = told.filter((each) => each.includes('handle') && !each.includes('handled'))
  expect(order).toEqual(['a handle', 'b handle', 'handler', 'b handle ended', 'a handle ended'])
  expect(told.indexOf('a publish')).toBeLessThan(told.indexOf('b publish'))
})

const telledBy = (name: string) => [
  `${name} publish`,
  `${name} published`,
  `${name} received 1`,
  `${name} handle`,
  `${name} handle ended`,
  `${name} handled by in-memory orders`,
]

test('one set that throws keeps nothing from the next, and each is told of once', async () => {
  const fail = () => {
    throw new Error('away')
  }
  const told: string[] = []
  const broken: Hooks = { handle: fail, publish: fail, published: fail, received: fail, handled: fail, send: fail }
  const bus = await open([broken, telling('b', told), { published: fail }])
  await bus.publish(placed())
  await bus.publish(placed())
  await bus.idle()
  expect(told.filter((each) => each === 'b handled by in-memory orders')).toHaveLength(2)
  expect(written.toSorted()).toEqual(
    ['handle', 'handled', 'publish', 'published', 'published', 'received', 'send'].map(
      (name) => `tidings: the hook ${name} threw, which changes nothing but is not told again: Error: away`,
    ),
  )
})

test('hooks that keep standard error are told, and it is written to all the same, unless others are told too', async () => {
  const told: string[] = []
  const counting: Hooks = {
    keepsStandardError: true,
    failed: () => void told.push('failed'),
    deadLettered: () => void told.push('dead'),
  }
  const fail = () => {
    throw new Error('no dough')
  }
  const alone = await open(counting, fail)
  await alone.publish(placed())
  await alone.idle()
  expect(told).toEqual(['failed', 'failed', 'dead'])
  expect(written).toEqual([
    'tidings: kitchen failed on pizza.order.placed e-1 and is tried again in 1000 ms: Error: no dough',
    'tidings: kitchen has a dead letter: pizza.order.placed e-1 (attempts-exhausted, attempts: 2): Error: no dough',
  ])
  written = []
  const beside = await open([counting, quiet], fail)
  await beside.publish(placed())
  await beside.idle()
  expect(told).toHaveLength(6)
  expect(written).toEqual([])
})

test('a query that runs with each `then` is run once, however many hooks wait for it', async () => {
  let runs = 0
  // biome-ignore lint/suspicious/noThenProperty: what query builders return
  const query = { then: (resolve: (value: unknown) => void) => resolve(++runs) } as PromiseLike<unknown>
  const waiting: Hooks = {
    handle: async (_, next) => {
      await next()
    },
  }
  const bus = await open([waiting, waiting], () => query)
  await bus.publish(placed())
  await bus.idle()
  expect(runs).toBe(1)
})

test('the trace of the first that gives one goes along; how it ended is told to all', async () => {
  const trace = (digit: string) => ({ traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01` })
  const ended: unknown[] = []
  const end = (outcomes: readonly unknown[]) => void ended.push(outcomes)
  const seen: unknown[] = []
  const bus = createBus({
    transport: inMemory(),
    hooks: [
      { send: () => ({ end }) },
      { send: () => ({ traces: [trace('1')], end }) },
      { send: () => ({ traces: [trace('2')] }) },
    ],
  })
  onTestFinished(() => bus.close())
  bus.subscribe('kitchen', OrderPlaced, (event, delivery) => {
    seen.push(delivery.trace, event.extensions['traceparent'])
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(seen).toEqual([trace('1'), trace('1').traceparent])
  expect(ended).toEqual([[undefined], [undefined]])
})

test('a trace that is none goes nowhere, and is told of once', async () => {
  const bus = await open({ send: () => ({ traces: [{ span: 7 } as never] }) })
  await bus.publish(placed())
  await bus.publish(placed())
  expect(written).toEqual([
    'tidings: the hook send threw, which changes nothing but is not told again: TypeError: expected an object with a traceparent',
  ])
})

test('a dead letter that is redriven is told of, by the id that lists it', async () => {
  const told: unknown[] = []
  let calls = 0
  const bus = await open(
    { ...quiet, redriven: ({ attributes, ...fact }) => void told.push([fact, attributes?.id]) },
    () => {
      if (calls++ < 2) throw new Error('no')
    },
  )
  await bus.publish(placed())
  await bus.idle()
  const [letter] = await bus.deadLetters.list()
  await bus.deadLetters.redrive()
  expect(told).toEqual([
    [{ subscription: 'kitchen', id: letter?.id, transport: 'in-memory', place: { address: 'orders' } }, 'e-1'],
  ])
})
