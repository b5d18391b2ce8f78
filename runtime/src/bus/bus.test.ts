import { expect, test } from 'vitest'
import type { Connection, ConnectOptions } from '../transport/transport.js'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderCooked, OrderPlaced, placed } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { turns } from './fixtures/manual-clock.js'

test('the smallest program works', async () => {
  const cooked: string[] = []
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, async (event) => {
    cooked.push(event.data.orderId)
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  await bus.close()
  expect(cooked).toEqual(['17'])
})

test('a handler may be an object, whose method keeps its this', async () => {
  const kitchen = {
    cooked: [] as string[],
    handle(event: OrderPlaced) {
      this.cooked.push(event.data.orderId)
    },
  }
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, kitchen)
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  await bus.close()
  expect(kitchen.cooked).toEqual(['17'])
})

test('publishing before start is refused', async () => {
  const bus = createBus({ transport: inMemory() })
  await expect(bus.publish(placed())).rejects.toMatchObject({
    code: 'TIDINGS_BUS_NOT_OPEN',
    message: 'the bus is not started yet; await bus.start() before publishing',
  })
})

test('publishing after close is refused', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  await bus.close()
  await expect(bus.publish(placed())).rejects.toMatchObject({
    code: 'TIDINGS_BUS_NOT_OPEN',
    message: 'the bus is closed',
  })
})

test('starting after close is refused', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.close()
  await expect(bus.start()).rejects.toMatchObject({ code: 'TIDINGS_BUS_NOT_OPEN' })
})

test('starting twice starts once', async () => {
  const bus = createBus({ transport: inMemory() })
  let count = 0
  bus.subscribe('kitchen', OrderPlaced, () => void count++)
  await Promise.all([bus.start(), bus.start()])
  await bus.publish(placed())
  await bus.idle()
  await bus.close()
  expect(count).toBe(1)
})

test('subscribing after start is refused', async () => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  expect(() => bus.subscribe('late', OrderPlaced, () => {})).toThrow('subscribe before start()')
  await bus.close()
})

test('a name is taken once', () => {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, () => {})
  expect(() => bus.subscribe('kitchen', OrderCooked, () => {})).toThrow(
    'Invalid subscription "kitchen": the name is taken on this bus',
  )
})

test.each([
  ['a name', '', OrderPlaced, () => {}, {}, 'it needs a name'],
  ['event classes', 'a', [], () => {}, {}, 'it needs an event class, or several, as generated from a contract'],
  [
    'generated classes',
    'a',
    class {},
    () => {},
    {},
    'it needs an event class, or several, as generated from a contract',
  ],
  ['a handler', 'a', OrderPlaced, {}, {}, 'its handler is neither a function nor has it a method handle'],
  [
    'an instance, not a class',
    'a',
    OrderPlaced,
    class Kitchen {},
    {},
    'its handler is the class Kitchen; give an instance, or { resolve: Kitchen } with createBus({ resolve })',
  ],
  [
    'a resolver for what is to be resolved',
    'a',
    OrderPlaced,
    { resolve: 'kitchen' },
    {},
    'its handler is to be resolved; give createBus({ resolve })',
  ],
  [
    'options that make sense',
    'a',
    OrderPlaced,
    () => {},
    { concurrency: 0, retry: { factor: 0.5 }, timeoutMs: -1 },
    'concurrency is 0; expected a whole number of at least 1; timeoutMs is -1; expected milliseconds from 0 to 2147483647; retry.factor is 0.5; expected at least 1',
  ],
  [
    'words that are options',
    'a',
    OrderPlaced,
    () => {},
    { order: 'per_key', afterDeadLetter: 'stop' },
    'order is per_key; expected none or per-key; afterDeadLetter is stop; expected continue or park-key',
  ],
  [
    'order beside park-key',
    'a',
    OrderPlaced,
    () => {},
    { afterDeadLetter: 'park-key' },
    "afterDeadLetter is 'park-key'; expected order: 'per-key' beside it",
  ],
  [
    'a channel that carries the event',
    'a',
    OrderPlaced,
    () => {},
    { from: { channel: 'payments' } },
    'channel payments carries none of its events',
  ],
  [
    'a channel by a name of its own',
    'a',
    OrderPlaced,
    () => {},
    { from: { channel: 'constructor' } },
    'channel constructor carries none of its events',
  ],
  [
    'a parameter that the address has',
    'a',
    OrderPlaced,
    () => {},
    { from: { channel: 'orders', parameters: { region: 'eu' } } },
    'the address of channel orders has no parameter region',
  ],
])('a subscription needs %s', (_, name, events, handler, options, message) => {
  const bus = createBus({ transport: inMemory() })
  const subscribe = bus.subscribe as (...args: unknown[]) => void
  expect(() => subscribe.call(bus, name, events, handler, options)).toThrow(
    `Invalid subscription ${JSON.stringify(name)}: ${message}`,
  )
})

test.each(['kit\0chen', 'kitchen\ud83c', '\udf55kitchen'])('a subscription named %j is refused', (name) => {
  const bus = createBus({ transport: inMemory() })
  expect(() => bus.subscribe(name, OrderPlaced, () => {})).toThrow(
    `Invalid subscription ${JSON.stringify(name)}: brokers take no name with a NUL character or half of a surrogate pair`,
  )
})

test('a subscription may have any other name', () => {
  const bus = createBus({ transport: inMemory() })
  for (const name of ['cucina 🍕', 'a/b.c>*', 'keuken\n']) bus.subscribe(name, OrderPlaced, () => {})
})

test('what cannot be a transport is refused', () => {
  expect(() => createBus({ transport: {} })).toThrow('createBus needs a transport')
})

test.each(['', 'mario pizzeria', '<mario>', 'ma\0rio', 'mario\ud83c', 17])(
  'an application named %j is refused',
  (application) => {
    expect(() => createBus({ transport: inMemory(), application: application as string })).toThrow(
      `application is ${JSON.stringify(application)}; expected a name that is a URI reference, such as mario-pizzeria`,
    )
  },
)

test('a start that one of several transports refuses leaves none connected', async () => {
  const open = new Set<object>()
  const answering = gate()
  const slow = inMemory()
  const transport = {
    refusing: { ...inMemory(), connect: () => Promise.reject(new Error('nobody there')) },
    slow: {
      ...slow,
      connect: async (options: ConnectOptions) => {
        await answering.opened
        const connection = await slow.connect(options)
        open.add(connection)
        return { close: async () => void open.delete(connection) } as Connection
      },
    },
  }
  const started = createBus({ transport }).start()
  answering.open()
  await expect(started).rejects.toThrow('nobody there')
  expect(open.size).toBe(0)
})

test.each(['connect', 'declare'] as const)('closing ends while %s hangs, and the start is refused', async (hanging) => {
  const answering = gate()
  const transport = inMemory()
  let closed = 0
  const connect = async (options: ConnectOptions) => {
    if (hanging === 'connect') await answering.opened
    const connection = await transport.connect(options)
    if (hanging === 'declare') connection.declare = () => answering.opened
    return Object.assign(connection, { close: async () => void closed++ })
  }
  const bus = createBus({ transport: { ...transport, connect } })
  const started = bus.start()
  await turns()
  await bus.close({ deadlineMs: 10 })
  expect((await bus.health()).state).toBe('closed')
  answering.open()
  await expect(started).rejects.toMatchObject({ code: 'TIDINGS_BUS_NOT_OPEN' })
  expect((await bus.health()).state).toBe('closed')
  expect(closed).toBe(1)
})

test('several events are published in order, with one destination', async () => {
  const notes: string[] = []
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('kitchen', OrderPlaced, (event) => void notes.push(event.data.note), { order: 'per-key' })
  await bus.start()
  await bus.publish([placed('a'), placed('b'), placed('c')])
  await bus.idle()
  await bus.close()
  expect(notes).toEqual(['a', 'b', 'c'])
})

test.each([undefined, null, 'order'])('what is no event is refused: %j', async (given) => {
  const bus = createBus({ transport: inMemory() })
  await bus.start()
  await expect(bus.publish(given as never)).rejects.toThrow('an event is an instance of a generated class; received')
  await bus.close()
})

test('of several events the ones that were not accepted are told', async () => {
  const bus = createBus({ transport: inMemory({ maxPayload: 100 }) })
  await bus.start()
  const events = [placed('a'), placed('b'.repeat(100)), placed('c')]
  await expect(bus.publish(events)).rejects.toMatchObject({
    code: 'TIDINGS_PUBLISH_FAILED',
    failures: [{ event: events[1], error: { code: 'TIDINGS_PAYLOAD_TOO_LARGE', size: 126, limit: 100 } }],
  })
  await bus.close()
})

test('a start that failed can be tried again', async () => {
  const transport = inMemory()
  let failures = 1
  const flaky = {
    ...transport,
    connect: async (...args: Parameters<typeof transport.connect>) => {
      if (failures-- > 0) throw new Error('nobody there')
      return transport.connect(...args)
    },
  }
  const bus = createBus({ transport: flaky })
  await expect(bus.start()).rejects.toThrow('nobody there')
  expect((await bus.health()).state).toBe('new')
  await bus.start()
  expect((await bus.health()).status).toBe('healthy')
  await bus.close()
})

test('one bus has a transport for each server, and a channel goes by the servers that carry it', async () => {
  const shop = inMemory()
  const bank = inMemory()
  class Paid extends OrderPlaced {
    static override readonly descriptor = {
      ...OrderPlaced.descriptor,
      channels: { paid: { address: 'orders', servers: ['bank'] } },
    }
  }
  const seen: string[] = []
  const bus = createBus({ transport: { shop, bank } })
  bus.subscribe('all', OrderPlaced, (event) => void seen.push(event.data.note))
  await bus.start()
  const atBank = createBus({ transport: bank })
  atBank.subscribe('bank', OrderPlaced, (event) => void seen.push(`bank ${event.data.note}`))
  await atBank.start()
  await bus.publish(placed('default'))
  await bus.publish(new Paid({ orderId: '17', note: 'paid' }))
  await bus.idle()
  expect(seen.sort()).toEqual(['bank paid', 'default', 'paid'])
  await Promise.all([bus.close(), atBank.close()])
})

test('nobody who carries a subscription is an error at start', async () => {
  class Paid extends OrderPlaced {
    static override readonly descriptor = {
      ...OrderPlaced.descriptor,
      channels: { paid: { address: 'orders', servers: ['bank'] } },
    }
  }
  const bus = createBus({ transport: { shop: inMemory() } })
  bus.subscribe('a', Paid, () => {})
  await expect(bus.start()).rejects.toThrow('none of the servers shop carries it')
})

test('what happens in a bus is told by its health', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, () => {})
  await bus.start()
  await bus.publish(placed())
  await bus.publish(new OrderCooked({ orderId: '1', note: '' }, { source: 'test' }))
  await bus.idle()
  expect(await bus.health()).toEqual({
    status: 'healthy',
    state: 'started',
    transports: { default: { status: 'healthy', problems: [] } },
    subscriptions: [
      { subscription: 'kitchen', held: 0, handling: 0, backingOff: 0, skipped: 1, deadLettered: 0, problems: [] },
    ],
  })
  await bus.close()
  expect(await bus.health()).toMatchObject({ status: 'unhealthy', state: 'closed' })
})
