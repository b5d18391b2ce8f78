import { expect, test } from 'vitest'
import { upcaster } from '../event/upcaster.js'
import { encodeEvent } from '../message/encode-event.js'
import type { Attributes } from '../message/message.js'
import { systemClock } from '../transport/clock.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { MenuChangedV1, MenuChangedV2, MenuChangedV3 } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { turns } from './fixtures/manual-clock.js'

const upcasters = [
  upcaster(MenuChangedV2, MenuChangedV3, ({ name }) => ({ name, price: 'unknown' })),
  upcaster(MenuChangedV1, MenuChangedV2, ({ dish }) => ({ name: dish })),
]

test('a subscription to the newest version gets all of them, in the newest', async () => {
  const bus = createBus({ transport: inMemory(), upcasters })
  const seen: unknown[] = []
  bus.subscribe('menu', MenuChangedV3, (event) => {
    seen.push([event instanceof MenuChangedV3, event.id, event.source, event.data])
  })
  await bus.start()
  const events = [
    new MenuChangedV1({ dish: 'Diavola' }),
    new MenuChangedV2({ name: 'Marinara' }),
    new MenuChangedV3({ name: 'Margherita', price: '9.50' }),
  ] as const
  for (const event of events) await bus.publish(event)
  await bus.idle()
  const [one, two, three] = events
  expect(seen).toEqual([
    [true, one.id, 'pizzeria/menu', { name: 'Diavola', price: 'unknown' }],
    [true, two.id, 'pizzeria/menu', { name: 'Marinara', price: 'unknown' }],
    [true, three.id, 'pizzeria/menu', { name: 'Margherita', price: '9.50' }],
  ])
  await bus.close()
})

test('order per key holds across versions, also where only the data of an earlier one tells the key', async () => {
  const transport = inMemory()
  const bus = createBus({ transport, upcasters })
  const cooking = gate()
  const began: string[] = []
  const handler = async ({ data }: MenuChangedV3) => {
    began.push(data.name)
    await cooking.opened
  }
  bus.subscribe('menu', MenuChangedV3, handler, { order: 'per-key' })
  await bus.start()
  const foreign = await transport.connect({ clock: systemClock, warn: () => {} })
  const outgoing = ['Diavola', 'Diavola', 'Marinara'].map((dish) => {
    const { attributes, ...message } = encodeEvent(new MenuChangedV1({ dish }))
    const { partitionkey, ...others } = attributes
    expect(partitionkey).toBe(dish)
    return { place: { address: 'menu' }, message: { ...message, attributes: others as Attributes } }
  })
  await foreign.carry(outgoing)
  await turns()
  expect(began).toEqual(['Diavola', 'Marinara'])
  cooking.open()
  await bus.close()
  await foreign.close()
  expect(began).toEqual(['Diavola', 'Marinara', 'Diavola'])
})

test('a version that is asked for by itself is not made into another', async () => {
  const bus = createBus({ transport: inMemory(), upcasters })
  const seen: unknown[] = []
  bus.subscribe('menu', [MenuChangedV1, MenuChangedV3], (event) => void seen.push(event.data))
  await bus.start()
  await bus.publish(new MenuChangedV1({ dish: 'Diavola' }))
  await bus.publish(new MenuChangedV2({ name: 'Marinara' }))
  await bus.idle()
  expect(seen).toEqual([{ dish: 'Diavola' }, { name: 'Marinara', price: 'unknown' }])
  await bus.close()
})

test('a version that is asked for by itself needs no upcaster', async () => {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('menu', [MenuChangedV1, MenuChangedV2], () => {})
  await expect(bus.start()).resolves.toBeUndefined()
  await bus.close()
})

test('a missing upcaster fails at start, and all that are missing are named', async () => {
  const bus = createBus({ transport: inMemory(), upcasters: upcasters.slice(1) })
  bus.subscribe('menu', MenuChangedV3, () => {})
  await expect(bus.start()).rejects.toMatchObject({
    code: 'TIDINGS_MISSING_UPCASTER',
    missing: ['MenuChanged 1 to MenuChanged 3', 'MenuChanged 2 to MenuChanged 3'],
  })
})

test.each([
  ['throws', () => Promise.reject, 'undecodable'],
  ['gives what the later version does not take', () => ({ name: 7 }), 'invalid'],
])('an upcaster that %s makes a dead letter with the original bytes', async (kind, give, reason) => {
  const broken = upcaster(MenuChangedV1, MenuChangedV2, () => {
    if (kind === 'throws') throw new Error('no name')
    return give() as unknown as { name: string }
  })
  const bus = createBus({ transport: inMemory(), upcasters: [broken], hooks: quiet })
  bus.subscribe('menu', MenuChangedV2, () => {})
  await bus.start()
  await bus.publish(new MenuChangedV1({ dish: 'Diavola' }))
  await bus.idle()
  expect(await bus.deadLetters.list()).toMatchObject([
    { reason, attempts: 0, message: { data: new TextEncoder().encode('{"dish":"Diavola"}') } },
  ])
  await bus.close()
})
