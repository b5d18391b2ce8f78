import { expect, test } from 'vitest'
import type { Delivery } from '../delivery/delivery.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import {
  Announced,
  FridgeOpened,
  OrderCooked,
  OrderPlaced,
  OvenHeated,
  PaymentTaken,
  TableServed,
} from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { tampered } from './fixtures/tampered.js'

const placeOf = ({ address, parameters }: Delivery) => ({ address, parameters })

test('a parameter is taken from the payload, the others from the destination, and a handler is told all', async () => {
  const bus = createBus({ transport: inMemory() })
  const seen: unknown[] = []
  bus.subscribe('tables', TableServed, (_, delivery) => void seen.push(placeOf(delivery)))
  await bus.start()
  await bus.publish(new TableServed({ table: '4' }), { parameters: { house: 'rome' } })
  await bus.idle()
  expect(seen).toEqual([{ address: 'houses/rome/tables/4', parameters: { house: 'rome', table: '4' } }])
  await bus.close()
})

test('a parameter that nobody gives is an error that names it', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  // @ts-expect-error the destination is missing
  await expect(bus.publish(new TableServed({ table: '4' }))).rejects.toMatchObject({
    code: 'TIDINGS_INVALID_DESTINATION',
    message: 'Invalid parameter house of houses/{house}/tables/{table}: expected text without "/" but received none',
  })
  await bus.close()
})

test('a subscription takes all values of a parameter, or the one it asks for', async () => {
  const bus = createBus({ transport: inMemory() })
  const seen: string[] = []
  bus.subscribe('all', TableServed, (_, { parameters }) => void seen.push(`all ${parameters['house']}`))
  bus.subscribe('rome', TableServed, (_, { parameters }) => void seen.push(`rome ${parameters['house']}`), {
    from: { channel: 'tables', parameters: { house: 'rome' } },
  })
  await bus.start()
  for (const house of ['rome', 'oslo']) await bus.publish(new TableServed({ table: '4' }), { parameters: { house } })
  await bus.idle()
  expect(seen.toSorted()).toEqual(['all oslo', 'all rome', 'rome rome'])
  await bus.close()
})

test('without wildcards the values must be given', async () => {
  const transport = tampered(inMemory(), { features: { wildcards: false } })
  const all = createBus({ transport })
  all.subscribe('all', TableServed, () => {})
  await expect(all.start()).rejects.toMatchObject({ code: 'TIDINGS_UNSUPPORTED_CAPABILITY', capability: 'wildcards' })
  const one = createBus({ transport })
  one.subscribe('one', TableServed, () => {}, {
    from: { channel: 'tables', parameters: { house: 'rome', table: '4' } },
  })
  await expect(one.start()).resolves.toBeUndefined()
  await one.close()
})

test.each(['beginning', new Date(0)] as const)('where a transport cannot start from %s, it refuses', async (start) => {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('late', OrderPlaced, () => {}, { start })
  await expect(bus.start()).rejects.toMatchObject({ code: 'TIDINGS_UNSUPPORTED_CAPABILITY', capability: 'start' })
})

test('an event of several channels goes to the one that is given', async () => {
  const bus = createBus({ transport: inMemory() })
  const seen: string[] = []
  bus.subscribe('all', Announced, (event, { address }) => void seen.push(`${event.data.text} at ${address}`))
  bus.subscribe('street', Announced, (event) => void seen.push(`${event.data.text} in the street`), {
    from: { channel: 'street' },
  })
  await bus.start()
  await bus.publish(new Announced({ text: 'open' }), { channel: 'street' })
  await bus.publish(new Announced({ text: 'fire' }), { channel: 'kitchen' })
  await bus.idle()
  expect(seen.toSorted()).toEqual(['fire at kitchen', 'open at announcements/street', 'open in the street'])
  await bus.close()
})

test.each([
  [undefined, 'Announced is sent to several channels: give one of kitchen, street as destination'],
  [{ channel: 'roof' }, 'No channel roof carries Announced: expected one of kitchen, street'],
])('the destination %j of an event of several channels is an error', async (destination, message) => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  const publish = bus.publish as (...args: unknown[]) => Promise<void>
  await expect(publish.call(bus, new Announced({ text: '' }), destination)).rejects.toThrow(message)
  await bus.close()
})

test('what another application sends is not published here, and in tests received', async () => {
  const published: unknown[] = []
  const hooks = { published: (fact: unknown) => published.push(fact) }
  const bus = createBus({ application: 'pizzeria', transport: inMemory(), hooks })
  const seen: unknown[] = []
  bus.subscribe('book', PaymentTaken, (event) => void seen.push([event.data.orderId, event.source]))
  await bus.start()
  await expect(bus.publish(new PaymentTaken({ orderId: '17' }))).rejects.toThrow(
    'This application does not send PaymentTaken by any of payments: another application sends it; in tests use bus.receive',
  )
  await bus.receive(new PaymentTaken({ orderId: '17' }))
  await bus.receive(new PaymentTaken({ orderId: '18' }, { source: 'bank' }))
  await bus.idle()
  expect(seen).toEqual([
    ['17', 'another-application'],
    ['18', 'bank'],
  ])
  expect(published).toEqual([])
  await bus.close()
})

test('no other application sends a domain event', async () => {
  const bus = createBus({ application: 'pizzeria', transport: inMemory() })
  await bus.start()
  await expect(bus.receive(new OrderCooked({ orderId: '1', note: '' }))).rejects.toThrow('publish it instead')
  await bus.close()
})

test('one type with two payloads is told apart by its channel', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const seen: string[] = []
  bus.subscribe('reports', [OvenHeated, FridgeOpened], (event) => {
    seen.push(event instanceof OvenHeated && 'oven' in event.data ? `oven ${event.data.oven}` : 'fridge')
  })
  await bus.start()
  await bus.publish(new OvenHeated({ oven: '1' }))
  await bus.publish(new FridgeOpened({ fridge: '2' }))
  await bus.idle()
  expect(seen).toEqual(['oven 1', 'fridge'])
  await bus.close()
})

test('domain events stay inside their application, integration events do not', async () => {
  const transport = inMemory()
  const seen: string[] = []
  const start = async (application: string) => {
    const bus = createBus({ application, transport })
    bus.subscribe('all', [OrderPlaced, OrderCooked], (event) => void seen.push(`${application} ${event.type}`))
    await bus.start()
    return bus
  }
  const pizzeria = await start('pizzeria')
  const rival = await start('rival')
  await pizzeria.publish(new OrderPlaced({ orderId: '1', note: '' }))
  await pizzeria.publish(new OrderCooked({ orderId: '1', note: '' }))
  await pizzeria.idle()
  expect(seen.toSorted()).toEqual([
    'pizzeria pizza.order.cooked',
    'pizzeria pizza.order.placed',
    'rival pizza.order.placed',
  ])
  await Promise.all([pizzeria.close(), rival.close()])
})

test('on a transport that others share a domain event needs the name of its application', async () => {
  const transport = tampered(inMemory(), { features: { shared: true } })
  const subscriber = createBus({ transport })
  subscriber.subscribe('kitchen', OrderCooked, () => {})
  await expect(subscriber.start()).rejects.toThrow('give createBus({ application })')
  const publisher = createBus({ transport })
  await publisher.start()
  await expect(publisher.publish(new OrderCooked({ orderId: '1', note: '' }))).rejects.toThrow(
    'OrderCooked is a domain event, and others share the transport; give createBus({ application })',
  )
  await publisher.close()
})

test('an event without a source gets the name of the application', async () => {
  const bus = createBus({ application: 'pizzeria', transport: inMemory() })
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderCooked, (event) => void seen.push(event.source))
  await bus.start()
  const event = new OrderCooked({ orderId: '1', note: '' })
  await bus.publish(event)
  await bus.idle()
  expect(seen).toEqual(['pizzeria'])
  await bus.close()
})
