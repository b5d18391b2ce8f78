import { expect, test } from 'vitest'
import { upcaster } from '../event/upcaster.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { MenuChangedV1, MenuChangedV2, MenuChangedV3 } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'

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
