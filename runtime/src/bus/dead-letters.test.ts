import { expect, onTestFinished, test, vi } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced, placed } from './fixtures/events.js'
import { quiet } from './fixtures/handlers.js'
import { kitchenAndArchive } from './fixtures/kitchen-and-archive.js'
import { manualClock } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

test('a dead letter holds the original message, and why, when and how often it failed', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, random: () => 0, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, () => {
    throw Object.assign(new TypeError('no dough'), { code: 'E_DOUGH' })
  })
  await bus.start()
  const event = placed('Margherita')
  await bus.publish(event)
  await clock.advance(40_000)
  const [letter] = await bus.deadLetters.list()
  expect(letter).toEqual({
    id: '1',
    subscription: 'kitchen',
    place: { address: 'orders' },
    key: '17',
    message: {
      attributes: {
        specversion: '1.0',
        id: event.id,
        source: 'pizzeria/orders',
        type: 'pizza.order.placed',
        time: event.time,
        datacontenttype: 'application/json',
        partitionkey: '17',
      },
      data: new TextEncoder().encode('{"orderId":"17","note":"Margherita"}'),
    },
    redrives: 0,
    reason: 'attempts-exhausted',
    error: { name: 'TypeError', message: 'no dough', code: 'E_DOUGH' },
    attempts: 5,
    redeliveries: 0,
    firstAttemptAt: '2030-01-01T00:00:00.000Z',
    lastAttemptAt: '2030-01-01T00:00:40.000Z',
    parkedAt: '2030-01-01T00:00:40.000Z',
  })
  await bus.close()
})

test('what is thrown and is no error is told as it is', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw { reason: 7 }
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(await bus.deadLetters.list()).toMatchObject([{ error: { name: 'object', message: '{"reason":7}' } }])
  await bus.close()
})

const hostile = {
  undefined: undefined,
  null: null,
  symbol: Symbol('none'),
  'an error whose stack throws': Object.defineProperty(new Error('no'), 'stack', {
    get() {
      throw new Error('no stack')
    },
  }),
  'an error without a message': Object.assign(new Error(), { message: undefined }),
  'what throws at each look': new Proxy(new Error(), {
    get() {
      throw new Error('trap')
    },
  }),
  'what is no JSON': { toJSON: () => undefined },
}

test.each(Object.entries(hostile))('whatever is thrown, it ends as a dead letter: %s', async (_, thrown) => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => void vi.restoreAllMocks())
  const bus = createBus({ transport: inMemory() })
  const retry = { attempts: 2, delayMs: 1 }
  bus.subscribe('throws', OrderPlaced, () => raise(thrown), { retry })
  bus.subscribe('rejects', OrderPlaced, async () => raise(thrown), { retry })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  const told = { attempts: 2, error: { name: expect.any(String), message: expect.any(String) } }
  expect(await bus.deadLetters.list()).toMatchObject([told, told])
  await bus.close()
})

function raise(thrown: unknown): never {
  throw thrown
}

test.each([
  [{ subscription: 'kitchen' }, 3],
  [{ subscription: 'archive' }, 0],
  [{ subscription: 'nobody' }, 0],
  [{ type: 'pizza.order.placed' }, 3],
  [{ type: 'other' }, 0],
  [{ limit: 2 }, 2],
])('the list by %j has %i', async (filter, count) => {
  const { bus } = await kitchenAndArchive()
  expect(await bus.deadLetters.list(filter)).toHaveLength(count)
  await bus.close()
})

test('a bus that is not started operates on dead letters too, of its application alone', async () => {
  const transport = inMemory()
  const failing = createBus({ application: 'pizzeria', transport, hooks: quiet })
  failing.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await failing.start()
  await failing.publish(placed())
  await failing.idle()
  await failing.close()
  const operator = createBus({ application: 'pizzeria', transport })
  const stranger = createBus({ application: 'bank', transport })
  expect(await operator.deadLetters.list()).toHaveLength(1)
  expect(await stranger.deadLetters.list()).toHaveLength(0)
  expect(await stranger.deadLetters.discard({})).toBe(0)
  expect(await operator.deadLetters.discard({})).toBe(1)
  await Promise.all([operator.close(), stranger.close()])
})

test('what is handed out again and again without an end is a dead letter, before it is handled once more', async () => {
  const hub = inMemory()
  const runs: unknown[] = []
  const bus = createBus({ transport: hub, hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, (_, { redeliveries }) => {
    runs.push(redeliveries)
    hub.sever()
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(runs).toEqual([0, 1, 2, 3, 4])
  expect(await bus.deadLetters.list()).toMatchObject([
    { reason: 'redelivered-too-often', attempts: 0, redeliveries: 5, error: { name: 'RedeliveredTooOften' } },
  ])
  await bus.close()
})

test('a transport without dead letters to list says so', async () => {
  const { deadLetters: _, ...rest } = { deadLetters: undefined }
  const transport = tampered(inMemory(), { connection: () => rest })
  const bus = createBus({
    transport: {
      ...transport,
      connect: async (options) => {
        const { deadLetters: _, ...connection } = await transport.connect(options)
        return connection
      },
    },
  })
  await expect(bus.deadLetters.list()).rejects.toMatchObject({ capability: 'redrive' })
  await bus.close()
})

test('the health counts what is dead, without being unwell for it', async () => {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  bus.subscribe('kitchen', OrderPlaced, fail, { retry: { attempts: 1 } })
  await bus.start()
  await bus.publish([placed('one'), placed('two')])
  await bus.idle()
  expect(await bus.health()).toMatchObject({ status: 'healthy', transports: { default: { deadLetters: 2 } } })
  await bus.deadLetters.discard({})
  expect((await bus.health()).transports).toEqual({ default: { status: 'healthy', problems: [] } })
  await bus.close()
})

const fail = () => {
  throw new Error('the oven is cold')
}
