import { expect, test } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

const placed = (orderId: string, note: string) => new OrderPlaced({ orderId, note })

test('events of one key are handled one after the other, in the order published', async () => {
  const bus = createBus({ transport: inMemory() })
  const seen: string[] = []
  let running = 0
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      expect(++running).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(event.data.note)
      running--
    },
    { order: 'per-key' },
  )
  await bus.start()
  const notes = Array.from({ length: 50 }, (_, index) => `${index}`)
  await Promise.all(notes.map((note) => bus.publish(placed('17', note))))
  await bus.idle()
  expect(seen).toEqual(notes)
  await bus.close()
})

test('keys do not wait for each other', async () => {
  const bus = createBus({ transport: inMemory() })
  const seen: string[] = []
  const slow = gate()
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      if (event.data.orderId === 'slow') await slow.opened
      seen.push(`${event.data.orderId} ${event.data.note}`)
    },
    { order: 'per-key' },
  )
  await bus.start()
  for (const note of ['1', '2']) for (const key of ['slow', 'a', 'b']) await bus.publish(placed(key, note))
  await turns()
  expect(seen).toEqual(['a 1', 'b 1', 'a 2', 'b 2'])
  slow.open()
  await bus.idle()
  expect(seen.slice(4)).toEqual(['slow 1', 'slow 2'])
  await bus.close()
})

test('order survives failures and retries', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const done: Record<string, number[]> = {}
  let calls = 0
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (++calls % 7 === 0) throw new Error('now and then')
      done[event.data.orderId] ??= []
      done[event.data.orderId]?.push(Number(event.data.note))
    },
    { order: 'per-key' },
  )
  await bus.start()
  for (let note = 0; note < 40; note++) {
    for (const key of ['a', 'b', 'c', 'd']) await bus.publish(placed(key, `${note}`))
  }
  await bus.idle()
  const all = Array.from({ length: 40 }, (_, index) => index)
  expect(done).toEqual({ a: all, b: all, c: all, d: all })
  await bus.close()
})

test('order holds across competing instances, also when one goes', async () => {
  const transport = inMemory()
  const done: Record<string, number[]> = {}
  const instance = () => {
    const bus = createBus({ transport, hooks: quiet })
    bus.subscribe(
      'history',
      OrderPlaced,
      async (event) => {
        await new Promise((resolve) => setImmediate(resolve))
        done[event.data.orderId] ??= []
        done[event.data.orderId]?.push(Number(event.data.note))
      },
      { order: 'per-key', concurrency: 3 },
    )
    return bus
  }
  const [one, two, three] = [instance(), instance(), instance()]
  await Promise.all([one.start(), two.start(), three.start()])
  for (let note = 0; note < 60; note++) {
    for (const key of ['a', 'b', 'c', 'd', 'e']) await one.publish(placed(key, `${note}`))
    if (note === 30) await two.close()
  }
  await one.idle()
  const all = Array.from({ length: 60 }, (_, index) => index)
  expect(done).toEqual({ a: all, b: all, c: all, d: all, e: all })
  await Promise.all([one.close(), three.close()])
})

test('the next event of a key does not begin before the one before it is settled', async () => {
  const acknowledged = gate()
  const transport = tampered(inMemory(), {
    intake: (intake) => ({
      acknowledge: async (holdings) => {
        await acknowledged.opened
        return intake.acknowledge(holdings)
      },
    }),
  })
  const bus = createBus({ transport })
  const seen: string[] = []
  bus.subscribe('history', OrderPlaced, (event) => void seen.push(event.data.note), { order: 'per-key' })
  await bus.start()
  await bus.publish([placed('17', '1'), placed('17', '2')])
  await turns()
  expect(seen).toEqual(['1'])
  acknowledged.open()
  await turns()
  expect(seen).toEqual(['1', '2'])
  await bus.close()
})

test('events whose acknowledgement failed come again before those that follow', async () => {
  const hub = inMemory()
  let failures = 1
  const transport = tampered(hub, {
    intake: (intake) => ({
      acknowledge: async (holdings) => {
        if (failures-- > 0) {
          hub.sever()
          throw new Error('connection reset')
        }
        return intake.acknowledge(holdings)
      },
    }),
  })
  const bus = createBus({ transport, hooks: quiet })
  const seen: string[] = []
  bus.subscribe('history', OrderPlaced, (event) => void seen.push(event.data.note), { order: 'per-key' })
  await bus.start()
  await bus.publish([placed('17', '1'), placed('17', '2'), placed('17', '3')])
  await hub.idle()
  expect(seen).toEqual(['1', '1', '2', '3'])
  await bus.close()
})

test('the key of a foreign event that tells none is read from its data', async () => {
  const clock = manualClock()
  const transport = inMemory({ clock })
  const bus = createBus({ transport, clock, hooks: quiet, random: () => 0 })
  const seen: string[] = []
  bus.subscribe(
    'history',
    OrderPlaced,
    (event, { attempt }) => {
      seen.push(`${event.data.note} ${attempt}`)
      if (event.data.note === '1' && attempt === 1) throw new Error('once')
    },
    { order: 'per-key' },
  )
  await bus.start()
  const foreign = await transport.connect({ clock, warn: () => {} })
  const message = (note: string) => ({
    place: { address: 'orders' },
    message: {
      attributes: { specversion: '1.0', id: note, source: 'elsewhere', type: OrderPlaced.type } as const,
      data: new TextEncoder().encode(JSON.stringify({ orderId: '17', note })),
    },
  })
  await foreign.carry([message('1'), message('2')])
  await turns()
  expect(seen).toEqual(['1 1'])
  await clock.advance(1_000)
  expect(seen).toEqual(['1 1', '1 2', '2 1'])
  await Promise.all([bus.close(), foreign.close()])
})

test('a transport that cannot refuses at start', async () => {
  const transport = tampered(inMemory(), {
    features: { orderPerKey: false, why: { orderPerKey: 'Queues have no keys.' } },
  })
  const bus = createBus({ transport })
  bus.subscribe('history', OrderPlaced, () => {}, { order: 'per-key' })
  await expect(bus.start()).rejects.toMatchObject({
    code: 'TIDINGS_UNSUPPORTED_CAPABILITY',
    capability: 'orderPerKey',
    message:
      "subscription history asks for order: 'per-key', which the transport tampered cannot do: Queues have no keys.",
  })
})

test('a key alone asks for no order', async () => {
  const bus = createBus({ transport: tampered(inMemory(), { features: { orderPerKey: false } }) })
  bus.subscribe('history', OrderPlaced, () => {})
  await expect(bus.start()).resolves.toBeUndefined()
  await bus.close()
})
