import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Hooks } from '../delivery/hooks.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderCooked, OrderPlaced, placed } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { manualClock } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

let written: string[] = []
beforeEach(() => {
  written = []
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    written.push(String(line).split('\n')[0] ?? '')
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

test('with no hook set the first failure of a delivery and each dead letter go to standard error', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, random: () => 0 })
  bus.subscribe('kitchen', OrderPlaced, () => {
    throw new Error('no dough')
  })
  await bus.start()
  const event = placed()
  await bus.publish(event)
  await clock.advance(100_000)
  expect(written).toEqual([
    `tidings: kitchen failed on pizza.order.placed ${event.id} and is tried again in 1000 ms: Error: no dough`,
    `tidings: kitchen has a dead letter: pizza.order.placed ${event.id} (attempts-exhausted, attempts: 5): Error: no dough`,
  ])
  await bus.close()
})

test('with hooks set standard error stays empty, and the hooks are told all', async () => {
  const clock = manualClock()
  const told: unknown[] = []
  const hooks: Hooks = {
    published: ({ event, place }) => told.push(['published', event.type, place.address]),
    handled: ({ delivery, durationMs }) => told.push(['handled', delivery.subscription, delivery.attempt, durationMs]),
    failed: ({ delivery, error, durationMs, retryInMs }) =>
      told.push(['failed', delivery.attempt, (error as Error).message, durationMs, retryInMs]),
    deadLettered: ({ subscription, details }) => told.push(['dead', subscription, details.reason]),
    skipped: ({ subscription, holding }) => told.push(['skipped', subscription, holding.message?.attributes.type]),
  }
  const bus = createBus({ transport: inMemory({ clock }), clock, random: () => 0, hooks })
  bus.subscribe('bad', OrderPlaced, () => Promise.reject(new Error('no')), { retry: { attempts: 2 } })
  bus.subscribe('good', OrderPlaced, () => new Promise<void>((resolve) => void clock.after(40, resolve)))
  bus.subscribe('other', OrderCooked, () => {})
  await bus.start()
  await bus.publish(placed())
  await clock.advance(10_000)
  expect(told).toEqual([
    ['published', 'pizza.order.placed', 'orders'],
    ['failed', 1, 'no', 0, 1_000],
    ['skipped', 'other', 'pizza.order.placed'],
    ['handled', 'good', 1, 40],
    ['failed', 2, 'no', 0, undefined],
    ['dead', 'bad', 'attempts-exhausted'],
  ])
  expect(written).toEqual([])
  await bus.close()
})

test.each([
  [
    'throws',
    () => {
      throw new Error('metrics away')
    },
  ],
  // Whoever runs the tests fails them for a rejection that nobody handles.
  ['rejects', () => Promise.reject(new Error('metrics away')) as never],
])('a hook that %s harms nothing, and is told once', async (_, fail) => {
  const bus = createBus({
    transport: inMemory(),
    hooks: {
      handled: fail,
      failed: fail,
      deadLettered: fail,
      published: fail,
      handle: fail,
      publish: fail,
      skipped: fail,
      warned: fail,
    },
  })
  const seen: string[] = []
  bus.subscribe('good', OrderPlaced, (event) => void seen.push(event.data.note))
  bus.subscribe('bad', OrderPlaced, () => Promise.reject(new Error('no')), { retry: { attempts: 1 } })
  await bus.start()
  await bus.publish(placed('a'))
  await bus.publish(placed('b'))
  await bus.publish(new OrderCooked({ orderId: '17', note: '' }, { source: 'test' }))
  await bus.idle()
  expect(seen).toEqual(['a', 'b'])
  expect(await bus.deadLetters.list()).toHaveLength(2)
  expect(written.toSorted()).toEqual(
    ['deadLettered', 'failed', 'handle', 'handled', 'publish', 'published', 'skipped'].map(
      (name) => `tidings: the hook ${name} threw, which changes nothing but is not told again: Error: metrics away`,
    ),
  )
  await bus.close()
})

test.each([
  ['calls next twice', (_: unknown, next: () => unknown) => [next(), next()][0]],
  ['does not call next', () => undefined],
  ['returns something else', (_: unknown, next: () => unknown) => [next(), 'mine'][1]],
  [
    'throws after next',
    (_: unknown, next: () => unknown) => {
      next()
      throw new Error('span away')
    },
  ],
  [
    'rejects after next',
    async (_: unknown, next: () => unknown) => {
      await next()
      throw new Error('span away')
    },
  ],
])('an around hook that %s changes nothing', async (_, around) => {
  const bus = createBus({
    transport: inMemory(),
    hooks: { ...quiet, handle: around, publish: around as NonNullable<Hooks['publish']> },
  })
  let calls = 0
  bus.subscribe('kitchen', OrderPlaced, async () => {
    calls++
    if (calls === 1) throw new Error('once')
  })
  await bus.start()
  await expect(bus.publish(placed())).resolves.toBeUndefined()
  const { failures } = await bus.idle()
  expect(calls).toBe(2)
  expect(failures).toMatchObject([{ error: { message: 'once' } }])
  await bus.close()
})

const noTrace = 'TypeError: expected an object with a traceparent'

test.each([
  ['throws', () => raise(new Error('tracer away')), 'Error: tracer away'],
  ['rejects', () => Promise.reject(new Error('tracer away')), noTrace],
  ['gives something else', () => ({ span: 7 }), noTrace],
])('where the hook trace %s, the event goes without one', async (_, trace, told) => {
  const bus = createBus({ transport: inMemory(), hooks: { trace: trace as never } })
  const traces: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, ({ extensions }, { trace }) => void traces.push([trace, extensions]))
  await bus.start()
  await bus.publish([placed(), placed()])
  await bus.close()
  expect(traces).toEqual([
    [undefined, { partitionkey: '17' }],
    [undefined, { partitionkey: '17' }],
  ])
  expect(written).toEqual([`tidings: the hook trace threw, which changes nothing but is not told again: ${told}`])
})

function raise(error: Error): never {
  throw error
}

test('a clock that is set back makes nothing last less than no time', async () => {
  const clock = manualClock()
  let now = 1_000_000
  const durations: number[] = []
  const hooks: Hooks = { ...quiet, handled: ({ durationMs }) => void durations.push(durationMs) }
  const bus = createBus({ transport: inMemory(), clock: { ...clock, now: () => now }, hooks })
  bus.subscribe('kitchen', OrderPlaced, () => {
    now -= 3_600_000
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(durations).toEqual([0])
  await bus.close({ deadlineMs: 0 })
})

test('a publish hook sees the rejection, and the publisher gets the same one', async () => {
  const transport = tampered(inMemory(), { connection: () => ({ carry: async () => [new Error('disk full')] }) })
  const seen: unknown[] = []
  const bus = createBus({
    transport,
    hooks: {
      publish: async (_, next) => {
        try {
          await next()
        } catch (error) {
          seen.push((error as Error).message)
          throw error
        }
      },
    },
  })
  await bus.start()
  await expect(bus.publish(placed())).rejects.toThrow('disk full')
  expect(seen).toEqual(['disk full'])
  await bus.close()
})

test('the trace of the publish reaches the handler, also after a retry and a redrive', async () => {
  const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', tracestate: 'a=b' }
  const bus = createBus({ transport: inMemory(), hooks: { ...quiet, trace: () => trace } })
  const seen: unknown[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (event, delivery) => {
      seen.push([delivery.trace, event.extensions['traceparent'], event.extensions['tracestate']])
      if (seen.length < 3) throw new Error('no')
    },
    { retry: { attempts: 2 } },
  )
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  await bus.deadLetters.redrive()
  await bus.idle()
  const hop = [trace, trace.traceparent, 'a=b']
  expect(seen).toEqual([hop, hop, hop])
  await bus.close()
})

test("an event's own trace stays the origin's", async () => {
  const own = '00-11111111111111111111111111111111-2222222222222222-01'
  const hop = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }
  const bus = createBus({ transport: inMemory(), hooks: { trace: () => hop } })
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, (event, delivery) => {
    seen.push(event.extensions['traceparent'], delivery.trace)
  })
  await bus.start()
  await bus.publish(new OrderPlaced({ orderId: '1', note: '' }, { extensions: { traceparent: own } }))
  await bus.idle()
  expect(seen).toEqual([own, hop])
  await bus.close()
})

test('a subscription that cannot receive says so, tries again, and recovers', async () => {
  const clock = manualClock()
  let failures = 3
  const hub = inMemory({ clock })
  const transport = tampered(hub, {
    intake: (intake) => ({
      receive: (max, signal) =>
        failures-- > 0 ? Promise.reject(new Error('queue deleted')) : intake.receive(max, signal),
    }),
  })
  const warnings: string[] = []
  const seen: string[] = []
  const bus = createBus({ transport, clock, hooks: { warned: ({ message }) => warnings.push(message) } })
  bus.subscribe('kitchen', OrderPlaced, (event) => void seen.push(event.data.note))
  await bus.start()
  await bus.publish(placed('a'))
  await clock.advance(500)
  expect(await bus.health()).toMatchObject({
    status: 'unhealthy',
    subscriptions: [{ problems: ['cannot receive: queue deleted'] }],
  })
  await clock.advance(10_000)
  expect(seen).toEqual(['a'])
  expect(warnings).toEqual(['kitchen cannot receive: queue deleted'])
  expect((await bus.health()).status).toBe('healthy')
  await bus.close()
})

test('health tells of a transport that is away, and never rejects', async () => {
  const transport = tampered(inMemory(), {
    connection: () => ({ health: async () => Promise.reject(new Error('no route to host')) }),
  })
  const bus = createBus({ transport })
  expect((await bus.health()).transports).toEqual({ default: { status: 'unhealthy', problems: ['not connected'] } })
  await bus.start()
  expect(await bus.health()).toMatchObject({
    status: 'unhealthy',
    transports: { default: { status: 'unhealthy', problems: ['no route to host'] } },
  })
  await bus.close()
})
