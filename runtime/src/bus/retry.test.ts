import { expect, test } from 'vitest'
import { NonRetryable } from '../error/non-retryable.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import type { SubscribeOptions } from './subscribe-options.js'

async function failing(times: number, options: SubscribeOptions = {}, random = () => 0) {
  const clock = manualClock()
  const start = clock.now()
  const calls: string[] = []
  const hub = inMemory({ clock })
  const bus = createBus({ transport: hub, clock, random, hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    async (_, { attempt }) => {
      calls.push(`${attempt} at ${clock.now() - start}`)
      if (attempt <= times) throw new Error(`failure ${attempt}`)
    },
    options,
  )
  await bus.start()
  await bus.publish(placed())
  await turns()
  return { bus, clock, calls }
}

test('a handler that fails twice is called a third time', async () => {
  const { bus, clock, calls } = await failing(2)
  await clock.advance(100_000)
  expect(calls).toEqual(['1 at 0', '2 at 1000', '3 at 4000'])
  expect(await bus.deadLetters.list()).toEqual([])
  await bus.close()
})

test('after five attempts it ends, with waits that grow', async () => {
  const { bus, clock, calls } = await failing(9)
  await clock.advance(100_000)
  expect(calls).toEqual(['1 at 0', '2 at 1000', '3 at 4000', '4 at 13000', '5 at 40000'])
  expect(await bus.deadLetters.list()).toHaveLength(1)
  expect(clock.pending).toBe(0)
  await bus.close()
})

test('each wait is shortened by up to half, at random', async () => {
  const { bus, clock, calls } = await failing(9, {}, () => 0.999999)
  await clock.advance(100_000)
  const times = calls.map((call) => Math.round(Number(call.split(' ').at(-1)) / 100) / 10)
  expect(times).toEqual([0, 0.5, 2, 6.5, 20])
  await bus.close()
})

test('waiting is over after sixty seconds in all, whatever attempts are left', async () => {
  const { bus, clock, calls } = await failing(99, { retry: { attempts: 20 } })
  await clock.advance(1_000_000)
  expect(calls).toEqual(['1 at 0', '2 at 1000', '3 at 4000', '4 at 13000', '5 at 40000', '6 at 60000'])
  expect(await bus.deadLetters.list()).toMatchObject([{ reason: 'attempts-exhausted', attempts: 6 }])
  await bus.close()
})

test('the options of a subscription hold, where it has none those of the bus', async () => {
  const { bus, clock, calls } = await failing(9, { retry: { attempts: 3, delayMs: 10, factor: 2 } })
  await clock.advance(100_000)
  expect(calls).toEqual(['1 at 0', '2 at 10', '3 at 30'])
  await bus.close()
})

test('one attempt means none after it', async () => {
  const { bus, clock, calls } = await failing(9, { retry: { attempts: 1 } })
  await clock.advance(100_000)
  expect(calls).toEqual(['1 at 0'])
  expect(await bus.deadLetters.list()).toHaveLength(1)
  await bus.close()
})

test('without delay all attempts are made at once', async () => {
  const { bus, clock, calls } = await failing(9, { retry: { delayMs: 0 } })
  await clock.advance(0)
  expect(calls).toEqual(['1 at 0', '2 at 0', '3 at 0', '4 at 0', '5 at 0'])
  await bus.close()
})

test.each([
  ['says so by NonRetryable', new NonRetryable('no such order')],
  ['has retryable: false', Object.assign(new Error('no such order'), { retryable: false })],
])('an error that %s ends it at once', async (_, error) => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  let calls = 0
  bus.subscribe('kitchen', OrderPlaced, () => {
    calls++
    throw error
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(calls).toBe(1)
  expect(await bus.deadLetters.list()).toMatchObject([
    { reason: 'not-retryable', attempts: 1, error: { name: error.name, message: 'no such order' } },
  ])
  await bus.close()
})

test('each attempt has a delivery and a signal of its own', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const signals: AbortSignal[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (_, { signal }) => {
      signals.push(signal)
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
    { timeoutMs: 100, retry: { attempts: 2, delayMs: 0 } },
  )
  await bus.start()
  await bus.publish(placed())
  await clock.advance(100)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  await clock.advance(100)
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  await bus.close()
})

test('an event that waits to be tried again keeps no place from others', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const done: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (event) => {
      if (event.data.note === 'poison') throw new Error('never')
      done.push(event.data.note)
    },
    { concurrency: 1 },
  )
  await bus.start()
  await bus.publish(placed('poison'))
  const good = Array.from({ length: 1_000 }, (_, index) => `${index}`)
  for (const note of good) await bus.publish(placed(note))
  for (let round = 0; round < 30; round++) await turns()
  expect(done).toEqual(good)
  await bus.close()
})

test('past the limit of what may wait the subscription pauses, says so, and goes on by itself', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, random: () => 0, hooks: quiet })
  let isBroken = true
  let calls = 0
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      calls++
      if (isBroken) throw new Error('database away')
    },
    { prefetch: 3, concurrency: 3 },
  )
  await bus.start()
  for (let count = 0; count < 10; count++) await bus.publish(placed())
  await turns()
  expect(calls).toBe(3)
  expect((await bus.health()).subscriptions).toEqual([
    {
      subscription: 'kitchen',
      held: 3,
      handling: 0,
      backingOff: 3,
      skipped: 0,
      deadLettered: 0,
      problems: ['paused: all 3 messages that it may hold failed, or wait behind one that did'],
    },
  ])
  expect((await bus.health()).status).toBe('unhealthy')
  isBroken = false
  await clock.advance(1_000)
  expect(calls).toBe(13)
  expect((await bus.health()).status).toBe('healthy')
  await bus.close()
})
