import { expect, test } from 'vitest'
import { isBusClosing } from '../error/bus-closing.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderCooked, OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

/** What is left for the next instance of the kitchen. */
async function leftFor(transport: ReturnType<typeof inMemory>) {
  const left: string[] = []
  const bus = createBus({ transport, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, (event) => void left.push(event.data.note))
  await bus.start()
  await bus.idle()
  await bus.close()
  return left
}

test('handlers at work end, what has not begun is given back', async () => {
  const transport = inMemory()
  const bus = createBus({ transport })
  const cooking = gate()
  const cooked: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    async (event) => {
      await cooking.opened
      cooked.push(event.data.note)
    },
    { concurrency: 2 },
  )
  await bus.start()
  for (const note of ['a', 'b', 'c', 'd', 'e']) await bus.publish(placed(note))
  await turns()
  const other: string[] = []
  const next = createBus({ transport })
  next.subscribe('kitchen', OrderPlaced, (event) => void other.push(event.data.note))
  await next.start()
  const closed = bus.close()
  await turns()
  expect({ cooked, other }).toEqual({ cooked: [], other: ['c', 'd', 'e'] })
  cooking.open()
  await closed
  await next.idle()
  expect({ cooked, other }).toEqual({ cooked: ['a', 'b'], other: ['c', 'd', 'e'] })
  await next.close()
})

test('a handler that outlives the deadline sees its signal aborted, which is no failure', async () => {
  const clock = manualClock()
  const transport = inMemory({ clock })
  const reasons: unknown[] = []
  const failures: unknown[] = []
  const bus = createBus({ transport, clock, hooks: { ...quiet, failed: (fact) => failures.push(fact) } })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason)
          reject(signal.reason)
        }),
      ),
  )
  await bus.start()
  await bus.publish(placed('unfinished'))
  await turns()
  const closed = bus.close({ deadlineMs: 1_000 })
  await clock.advance(999)
  expect(reasons).toEqual([])
  await clock.advance(1)
  await closed
  expect(reasons.map(isBusClosing)).toEqual([true])
  expect(failures).toEqual([])
  expect(await leftFor(transport)).toEqual(['unfinished'])
})

test('a handler that ends well after its abort is done', async () => {
  const clock = manualClock()
  const transport = inMemory({ clock })
  const bus = createBus({ transport, clock })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (_, { signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  )
  await bus.start()
  await bus.publish(placed())
  await turns()
  const closed = bus.close({ deadlineMs: 0 })
  await clock.advance(0)
  await closed
  expect(await leftFor(transport)).toEqual([])
})

test('a handler that heeds nothing is left behind, its event given back', async () => {
  const clock = manualClock()
  const transport = inMemory({ clock, leaseMs: 60_000 })
  const bus = createBus({ transport, clock, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, () => new Promise(() => {}))
  await bus.start()
  await bus.publish(placed('hangs'))
  await turns()
  const closed = bus.close({ deadlineMs: 1_000 })
  await clock.advance(2_000)
  await closed
  expect(clock.pending).toBe(0)
  expect(await leftFor(transport)).toEqual(['hangs'])
})

test('what waits to be tried again is given back at once', async () => {
  const clock = manualClock()
  const transport = inMemory({ clock })
  const bus = createBus({ transport, clock, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, () => {
    throw new Error('no')
  })
  await bus.start()
  await bus.publish(placed('failed once'))
  await turns()
  await bus.close()
  expect(clock.pending).toBe(0)
  expect(await leftFor(transport)).toEqual(['failed once'])
})

test('what fails of itself while the bus closes is given back too, not waited for', async () => {
  const transport = inMemory()
  const bus = createBus({ transport, hooks: quiet })
  const cooking = gate()
  bus.subscribe('kitchen', OrderPlaced, async () => {
    await cooking.opened
    throw new Error('no')
  })
  await bus.start()
  await bus.publish(placed('failed'))
  await turns()
  const closed = bus.close()
  cooking.open()
  await closed
  expect(await leftFor(transport)).toEqual(['failed'])
})

test('handlers that end can still publish', async () => {
  const transport = inMemory()
  const bus = createBus({ application: 'pizzeria', transport })
  const cooking = gate()
  bus.subscribe('kitchen', OrderPlaced, async () => {
    await cooking.opened
    await bus.publish(new OrderCooked({ orderId: '17', note: 'done' }))
  })
  const served: string[] = []
  const next = createBus({ application: 'pizzeria', transport })
  next.subscribe('waiter', OrderCooked, (event) => void served.push(event.data.note))
  await Promise.all([bus.start(), next.start()])
  await bus.publish(placed())
  await turns()
  const closed = bus.close()
  cooking.open()
  await closed
  await next.close()
  expect(served).toEqual(['done'])
})

test('acknowledgements of handlers that ended meanwhile arrive before the connection is closed', async () => {
  const told: string[] = []
  const acknowledging = gate()
  const transport = tampered(inMemory(), {
    intake: (intake) => ({
      acknowledge: async (holdings) => {
        await acknowledging.opened
        told.push('acknowledged')
        return intake.acknowledge(holdings)
      },
      close: async () => {
        told.push('intake closed')
        return intake.close()
      },
    }),
    connection: (connection) => ({
      close: async () => {
        told.push('connection closed')
        return connection.close()
      },
    }),
  })
  const bus = createBus({ transport })
  bus.subscribe('kitchen', OrderPlaced, () => {})
  await bus.start()
  await bus.publish(placed())
  await turns()
  const closed = bus.close()
  await turns()
  acknowledging.open()
  await closed
  expect(told).toEqual(['acknowledged', 'intake closed', 'connection closed'])
})

test('what is being published when the bus closes is still accepted', async () => {
  const hub = inMemory()
  const carrying = gate()
  const told: string[] = []
  const transport = tampered(hub, {
    connection: (connection) => ({
      carry: async (messages) => {
        await carrying.opened
        return connection.carry(messages)
      },
      close: async () => {
        told.push('connection closed')
        return connection.close()
      },
    }),
  })
  const bus = createBus({ transport, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, () => {})
  await bus.start()
  const published = bus.publish(placed('late')).then(() => told.push('published'))
  const closed = bus.close()
  await turns()
  carrying.open()
  await Promise.all([published, closed])
  expect(told).toEqual(['published', 'connection closed'])
  expect(await leftFor(hub)).toEqual(['late'])
})

test('closing again is the same promise', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  expect(bus.close()).toBe(bus.close())
  await bus.close()
})

test('closing while it starts waits for the start', async () => {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, () => {})
  const started = bus.start()
  await bus.close()
  await expect(started).resolves.toBeUndefined()
  expect((await bus.health()).state).toBe('closed')
})

test('closing what was never started is fine', async () => {
  await expect(createBus({ transport: inMemory() }).close()).resolves.toBeUndefined()
})

test('order per key holds over a close: what is given back comes again in its place', async () => {
  const transport = inMemory()
  const cooking = gate()
  const seen: string[] = []
  const bus = createBus({ transport })
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      await cooking.opened
      seen.push(`first: ${event.data.note}`)
    },
    { order: 'per-key' },
  )
  await bus.start()
  await bus.publish(['1', '2', '3', '4'].map((note) => placed(note)))
  await turns()
  const next = createBus({ transport })
  next.subscribe('history', OrderPlaced, (event) => void seen.push(`next: ${event.data.note}`), { order: 'per-key' })
  await next.start()
  const closed = bus.close()
  await turns()
  cooking.open()
  await closed
  await next.idle()
  expect(seen).toEqual(['first: 1', 'next: 2', 'next: 3', 'next: 4'])
  await next.close()
})
