import { expect, test } from 'vitest'
import { isHandlerTimedOut } from '../error/handler-timed-out.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'

test('a handler that fails for ever causes no redelivery to another', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const calls = { bad: 0, good: 0 }
  bus.subscribe('bad', OrderPlaced, () => {
    calls.bad++
    throw new Error('never')
  })
  bus.subscribe('good', OrderPlaced, () => void calls.good++)
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(calls).toEqual({ bad: 5, good: 1 })
  await bus.close()
})

test('a handler that hangs delays no other subscription', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const seen: string[] = []
  bus.subscribe('hangs', OrderPlaced, () => new Promise(() => {}), { concurrency: 1 })
  bus.subscribe('works', OrderPlaced, (event) => void seen.push(event.data.note))
  await bus.start()
  for (const note of ['a', 'b', 'c']) await bus.publish(placed(note))
  await turns()
  expect(seen).toEqual(['a', 'b', 'c'])
  await Promise.all([bus.close({ deadlineMs: 0 }), clock.advance(0)])
})

test('after a failure the next event is handled', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const seen: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (event) => {
      seen.push(event.data.note)
      if (event.data.note === 'bad') throw new Error('no')
    },
    { concurrency: 1 },
  )
  await bus.start()
  await bus.publish(placed('bad'))
  await bus.publish(placed('good'))
  await turns()
  expect(seen).toEqual(['bad', 'good'])
  await bus.close()
})

test('at its time limit a handler sees its signal aborted', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  const reasons: unknown[] = []
  bus.subscribe(
    'slow',
    OrderPlaced,
    (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(signal.reason)
        })
      }),
  )
  await bus.start()
  await bus.publish(placed())
  await clock.advance(29_999)
  expect(reasons).toEqual([])
  await clock.advance(1)
  expect(reasons.map(isHandlerTimedOut)).toEqual([true])
  await bus.close()
})

test('a handler that ends within its grace is done', async () => {
  const clock = manualClock()
  const failures: unknown[] = []
  const bus = createBus({
    transport: inMemory({ clock }),
    clock,
    hooks: { ...quiet, failed: ({ error }) => failures.push(error) },
  })
  const late = gate()
  let calls = 0
  bus.subscribe(
    'slow',
    OrderPlaced,
    async () => {
      calls++
      await late.opened
    },
    { timeoutMs: 100, graceMs: 50 },
  )
  await bus.start()
  await bus.publish(placed())
  await clock.advance(149)
  late.open()
  await clock.advance(100_000)
  expect({ calls, failures }).toEqual({ calls: 1, failures: [] })
  expect(clock.pending).toBe(0)
  await bus.close()
})

test('after its grace an attempt has failed, its place is free, and its late end is of no account', async () => {
  const clock = manualClock()
  const failures: string[] = []
  const bus = createBus({
    transport: inMemory({ clock }),
    clock,
    random: () => 0,
    hooks: {
      ...quiet,
      failed: ({ error, delivery }) => failures.push(`${delivery.attempt}: ${(error as Error).name}`),
    },
  })
  const late = gate()
  const seen: string[] = []
  bus.subscribe(
    'slow',
    OrderPlaced,
    async (event, { attempt }) => {
      seen.push(`${event.data.note} ${attempt}`)
      if (event.data.note === 'hangs' && attempt === 1) {
        await late.opened
        throw new Error('too late to matter')
      }
    },
    { timeoutMs: 100, graceMs: 50, concurrency: 1 },
  )
  await bus.start()
  await bus.publish(placed('hangs'))
  await bus.publish(placed('next'))
  await clock.advance(150)
  expect(seen).toEqual(['hangs 1', 'next 1'])
  late.open()
  await clock.advance(1_000)
  expect(seen).toEqual(['hangs 1', 'next 1', 'hangs 2'])
  expect(failures).toEqual(['1: HandlerTimedOut'])
  await bus.close()
})

test('what an aborted handler throws is told as a time-out, with its own error as the cause', async () => {
  const clock = manualClock()
  const errors: unknown[] = []
  const bus = createBus({
    transport: inMemory({ clock }),
    clock,
    hooks: { ...quiet, failed: ({ error }) => errors.push(error) },
  })
  const own = new Error('AbortError from fetch')
  bus.subscribe(
    'slow',
    OrderPlaced,
    (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(own))),
  )
  await bus.start()
  await bus.publish(placed())
  await clock.advance(30_000)
  expect(errors).toMatchObject([{ code: 'TIDINGS_HANDLER_TIMED_OUT', cause: own }])
  await bus.close()
})

test('leases are kept up while a handler works, longer than the lease', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock, leaseMs: 300 }), clock, hooks: quiet })
  const work = gate()
  let calls = 0
  bus.subscribe('slow', OrderPlaced, async () => {
    calls++
    await work.opened
  })
  await bus.start()
  await bus.publish(placed())
  await clock.advance(3_000)
  work.open()
  await clock.advance(3_000)
  expect(calls).toBe(1)
  expect(clock.pending).toBe(0)
  await bus.close()
})

test('a handler whose event went to somebody else sees its signal aborted, and counts as neither done nor failed', async () => {
  const clock = manualClock()
  const hub = inMemory({ clock, leaseMs: 300 })
  const told: string[] = []
  const bus = createBus({
    transport: hub,
    clock,
    hooks: {
      handled: ({ delivery }) => told.push(`handled ${delivery.redeliveries}`),
      failed: () => told.push('failed'),
      warned: ({ name }) => told.push(name),
    },
  })
  bus.subscribe('slow', OrderPlaced, async (_, { signal, redeliveries }) => {
    if (redeliveries === 0) await new Promise((resolve) => signal.addEventListener('abort', resolve))
  })
  await bus.start()
  await bus.publish(placed())
  await turns()
  hub.sever()
  await clock.advance(100)
  expect(told).toEqual(['handled 1', 'HoldingLost'])
  await bus.close()
})
