import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

test('handlers run side by side up to the concurrency, and not beyond', async () => {
  const bus = createBus({ transport: inMemory() })
  const cooking = gate()
  let running = 0
  let most = 0
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    async () => {
      most = Math.max(most, ++running)
      await cooking.opened
      await turns()
      running--
    },
    { concurrency: 4 },
  )
  await bus.start()
  for (let count = 0; count < 50; count++) await bus.publish(placed())
  await turns()
  expect(most).toBe(4)
  cooking.open()
  await bus.idle()
  expect(most).toBe(4)
  await bus.close()
})

test('never more than the prefetch is held, whatever the backlog', async () => {
  const held = new Set<unknown>()
  let most = 0
  let asked = 0
  const hub = inMemory()
  const transport = tampered(hub, {
    intake: (intake) => ({
      receive: async (max, signal) => {
        asked = Math.max(asked, max + held.size)
        const holdings = await intake.receive(max, signal)
        for (const holding of holdings) held.add(holding)
        most = Math.max(most, held.size)
        return holdings
      },
      acknowledge: async (holdings) => {
        const lost = await intake.acknowledge(holdings)
        for (const holding of holdings) held.delete(holding)
        return lost
      },
    }),
  })
  const bus = createBus({ transport, hooks: quiet })
  const slow = gate()
  let handled = 0
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    async (event) => {
      if (event.data.orderId === 'slow') await slow.opened
      handled++
    },
    { order: 'per-key', prefetch: 7, concurrency: 3 },
  )
  await bus.start()
  for (let count = 0; count < 200; count++) await bus.publish(placed('', count % 3 === 0 ? 'slow' : `${count}`))
  for (let round = 0; round < 10; round++) await turns()
  expect(most).toBe(7)
  slow.open()
  await hub.idle()
  expect({ handled, most, asked }).toEqual({ handled: 200, most: 7, asked: 7 })
  await bus.close()
})

test('a publish that finds a subscription full waits for room', async () => {
  const bus = createBus({ transport: inMemory({ capacity: 3 }) })
  const cooking = gate()
  const cooked: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    async (event) => {
      await cooking.opened
      cooked.push(event.data.note)
    },
    { concurrency: 1 },
  )
  await bus.start()
  for (const note of ['1', '2', '3']) await bus.publish(placed(note))
  let accepted = 0
  const waiting = ['4', '5', '6', '7', '8'].map(async (note) => {
    await bus.publish(placed(note))
    accepted++
  })
  await turns()
  expect(accepted).toBe(0)
  cooking.open()
  await Promise.all(waiting)
  await bus.idle()
  expect(cooked).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  await bus.close()
})

test('it waits bounded, then rejects, and the event was not accepted', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ capacity: 1, publishTimeoutMs: 500, clock }), clock, hooks: quiet })
  const cooking = gate()
  const cooked: string[] = []
  bus.subscribe('kitchen', OrderPlaced, async (event) => {
    await cooking.opened
    cooked.push(event.data.note)
  })
  await bus.start()
  await bus.publish(placed('1'))
  const refused = expect(bus.publish(placed('2'))).rejects.toMatchObject({
    code: 'TIDINGS_NOT_ACCEPTED',
    message: "no room in kitchen for 500 ms; handle faster, or raise the transport's capacity",
  })
  expect((await bus.health()).transports).toEqual({
    default: { status: 'unhealthy', problems: ['subscription kitchen is full: 1 messages wait or are held'] },
  })
  await clock.advance(500)
  await refused
  cooking.open()
  await bus.idle()
  expect(cooked).toEqual(['1'])
  await bus.close()
})

test('ten thousand publishes at once are all handled', async () => {
  const bus = createBus({ transport: inMemory({ capacity: 500 }) })
  let handled = 0
  bus.subscribe('kitchen', OrderPlaced, () => void handled++)
  await bus.start()
  await Promise.all(Array.from({ length: 10_000 }, (_, index) => bus.publish(placed(`${index}`))))
  await bus.idle()
  expect(handled).toBe(10_000)
  await bus.close()
})

test('a full subscription holds up no publish to another address', async () => {
  const bus = createBus({ application: 'pizzeria', transport: inMemory({ capacity: 1 }), hooks: quiet })
  class Elsewhere extends OrderPlaced {
    static override readonly descriptor = { ...OrderPlaced.descriptor, channels: { other: { address: 'other' } } }
  }
  const cooking = gate()
  bus.subscribe('kitchen', OrderPlaced, () => cooking.opened)
  await bus.start()
  await bus.publish(placed())
  const waiting = bus.publish(placed())
  await expect(bus.publish(new Elsewhere({ orderId: '1', note: '' }))).resolves.toBeUndefined()
  cooking.open()
  await waiting
  await bus.idle()
  await bus.close()
})
