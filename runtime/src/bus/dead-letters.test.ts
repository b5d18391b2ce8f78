import { expect, onTestFinished, test, vi } from 'vitest'
import { inMemory } from '../transports/in-memory/index.js'
import { createBus } from './create-bus.js'
import { OrderPlaced } from './fixtures/events.js'
import { gate, quiet } from './fixtures/handlers.js'
import { manualClock, turns } from './fixtures/manual-clock.js'
import { tampered } from './fixtures/tampered.js'

const placed = (note = '', orderId = '17') => new OrderPlaced({ orderId, note })

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

/** A kitchen that fails on each event until it is repaired, and an archive that does not. */
async function kitchenAndArchive() {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const seen: string[] = []
  const kitchen = { isBroken: true }
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    (event, { attempt, redeliveries }) => {
      if (kitchen.isBroken) throw new Error('broken')
      seen.push(`kitchen ${event.data.note} ${attempt} ${redeliveries}`)
    },
    { retry: { attempts: 2 } },
  )
  bus.subscribe('archive', OrderPlaced, (event) => void seen.push(`archive ${event.data.note}`))
  await bus.start()
  await bus.publish([placed('a'), placed('b'), placed('c')])
  await bus.idle()
  seen.length = 0
  return { bus, kitchen, seen }
}

test('redrive gives all back to their subscription alone, with counts that begin anew', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  expect(await bus.deadLetters.redrive()).toBe(3)
  await bus.idle()
  expect(seen.sort()).toEqual(['kitchen a 1 0', 'kitchen b 1 0', 'kitchen c 1 0'])
  expect(await bus.deadLetters.list()).toEqual([])
  await bus.close()
})

test('redrive takes the one that is asked for', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  const second = (await bus.deadLetters.list())[1]
  expect(await bus.deadLetters.redrive({ subscription: 'kitchen', id: second?.id ?? '' })).toBe(1)
  await bus.idle()
  expect(seen).toHaveLength(1)
  expect(await bus.deadLetters.list()).toHaveLength(2)
  await bus.close()
})

test('of two redrives at once each event is given back by one', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  const counts = await Promise.all([bus.deadLetters.redrive(), bus.deadLetters.redrive()])
  await bus.idle()
  expect(counts[0] + counts[1]).toBe(3)
  expect(seen).toHaveLength(3)
  await bus.close()
})

test('what fails again after a redrive is a dead letter again, which tells that', async () => {
  const { bus } = await kitchenAndArchive()
  expect(await bus.deadLetters.redrive()).toBe(3)
  await bus.idle()
  expect((await bus.deadLetters.list()).map(({ redrives, attempts }) => ({ redrives, attempts }))).toEqual([
    { redrives: 1, attempts: 2 },
    { redrives: 1, attempts: 2 },
    { redrives: 1, attempts: 2 },
  ])
  await bus.close()
})

test.each([0, -1, Number.NaN])('a rate of %s is refused, and nothing is redriven', async (perSecond) => {
  const { bus } = await kitchenAndArchive()
  await expect(bus.deadLetters.redrive({ perSecond })).rejects.toThrow(
    new RangeError(`perSecond is ${perSecond}; expected a number above 0`),
  )
  expect(await bus.deadLetters.list()).toHaveLength(3)
  await bus.close()
})

test('the id of one that was not found selects none', async () => {
  const { bus } = await kitchenAndArchive()
  const found = (await bus.deadLetters.list()).find(({ subscription }) => subscription === 'archive')
  const selection = { id: found?.id } as { id: string }
  const refusal = new TypeError('id is undefined; give one, or leave id out to select all')
  await expect(bus.deadLetters.discard(selection)).rejects.toThrow(refusal)
  await expect(bus.deadLetters.redrive(selection)).rejects.toThrow(refusal)
  expect(await bus.deadLetters.list()).toHaveLength(3)
  await bus.close()
})

test('discard forgets', async () => {
  const { bus, kitchen, seen } = await kitchenAndArchive()
  kitchen.isBroken = false
  expect(await bus.deadLetters.discard({ subscription: 'kitchen' })).toBe(3)
  expect(await bus.deadLetters.redrive()).toBe(0)
  await bus.idle()
  expect(seen).toEqual([])
  await bus.close()
})

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

test('what cannot be parked is not acknowledged: it stays, and the health says so, until it can', async () => {
  const clock = manualClock()
  const hub = inMemory({ clock })
  let isFull = true
  const acknowledged: unknown[] = []
  const transport = tampered(hub, {
    intake: (intake) => ({
      acknowledge: (holdings) => {
        acknowledged.push(...holdings)
        return intake.acknowledge(holdings)
      },
      park: async (holding, details) => {
        if (isFull) throw new Error('store full')
        return intake.park(holding, details)
      },
    }),
  })
  const warnings: string[] = []
  const bus = createBus({ transport, clock, hooks: { ...quiet, warned: ({ message }) => warnings.push(message) } })
  const event = placed()
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish(event)
  await clock.advance(10_000)
  const trouble = `cannot park pizza.order.placed ${event.id} as a dead letter: store full`
  expect((await bus.health()).subscriptions[0]?.problems).toEqual([trouble])
  expect(warnings).toEqual([`kitchen ${trouble}`])
  isFull = false
  await clock.advance(30_000)
  expect((await bus.health()).status).toBe('healthy')
  expect(await bus.deadLetters.list()).toHaveLength(1)
  expect(acknowledged).toEqual([])
  await bus.close()
})

test('many that cannot be parked are one trouble each, and no warning of Node', async () => {
  const nodeWarnings: string[] = []
  const listen = ({ name }: Error) => nodeWarnings.push(name)
  process.on('warning', listen)
  const park = async () => {
    throw new Error('store full')
  }
  const clock = manualClock()
  const hub = inMemory({ clock })
  const bus = createBus({ transport: tampered(hub, { intake: () => ({ park }) }), clock, hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  for (let count = 0; count < 50; count++) await bus.publish(placed())
  await turns()
  expect((await bus.health()).subscriptions[0]?.problems).toHaveLength(50)
  await bus.close()
  process.off('warning', listen)
  expect(nodeWarnings).toEqual([])
  expect(clock.pending).toBe(0)
})

test('what could not be parked is given back when the bus closes', async () => {
  const hub = inMemory()
  const park = async () => {
    throw new Error('store full')
  }
  const bus = createBus({ transport: tampered(hub, { intake: () => ({ park }) }), hooks: quiet })
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    () => {
      throw new Error('no')
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish(placed())
  await turns()
  await bus.close()
  const seen: unknown[] = []
  const next = createBus({ transport: hub, hooks: quiet })
  next.subscribe('kitchen', OrderPlaced, (_, { attempt, redeliveries }) => void seen.push([attempt, redeliveries]))
  await next.start()
  await next.idle()
  expect(seen).toEqual([[1, 1]])
  await next.close()
})

/** A history that fails on the note `bad`. */
async function history(afterDeadLetter: 'continue' | 'park-key') {
  const bus = createBus({ transport: inMemory(), hooks: quiet })
  const seen: string[] = []
  const repaired = { yes: false }
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (event.data.note === 'bad' && !repaired.yes) throw new Error('no')
      seen.push(`${event.data.orderId} ${event.data.note}`)
    },
    { order: 'per-key', afterDeadLetter, retry: { attempts: 2 } },
  )
  await bus.start()
  for (const note of ['1', 'bad', '2', '3'])
    for (const key of ['a', 'b']) await bus.publish(placed(key === 'b' && note === 'bad' ? 'fine' : note, key))
  await bus.idle()
  return { bus, seen, repaired }
}

test('after a dead letter the later events of its key go on', async () => {
  const { bus, seen } = await history('continue')
  expect(seen.toSorted()).toEqual(['a 1', 'a 2', 'a 3', 'b 1', 'b 2', 'b 3', 'b fine'])
  await bus.close()
})

test("with afterDeadLetter: 'park-key' they wait, and other keys go on", async () => {
  const { bus, seen } = await history('park-key')
  expect(seen.toSorted()).toEqual(['a 1', 'b 1', 'b 2', 'b 3', 'b fine'])
  await bus.publish(placed('4', 'a'))
  await bus.idle()
  expect(seen).not.toContain('a 4')
  await bus.close()
})

test('what was on its way while its key was being parked goes back too', async () => {
  const hub = inMemory()
  const batch = gate()
  let batches = 0
  const transport = tampered(hub, {
    intake: (intake) => ({
      receive: async (max, signal) => {
        const holdings = await intake.receive(Math.min(max, 1), signal)
        // The second has left the broker, and takes its time to arrive.
        if (++batches === 2) await batch.opened
        return holdings
      },
    }),
  })
  const seen: string[] = []
  const bus = createBus({ transport, hooks: quiet })
  bus.subscribe(
    'history',
    OrderPlaced,
    async (event) => {
      seen.push(event.data.note)
      await turns()
      if (event.data.note === 'bad') throw new Error('no')
    },
    { order: 'per-key', afterDeadLetter: 'park-key', retry: { attempts: 1 } },
  )
  await bus.start()
  await bus.publish([placed('bad'), placed('1'), placed('2')])
  for (let round = 0; round < 3; round++) await turns()
  expect(await bus.deadLetters.list()).toHaveLength(1)
  batch.open()
  await turns()
  expect(seen).toEqual(['bad'])
  await bus.deadLetters.discard({ subscription: 'history' })
  await hub.idle()
  expect(seen).toEqual(['bad', '1', '2'])
  await bus.close()
})

test('a parked key goes on in order after the redrive', async () => {
  const { bus, seen, repaired } = await history('park-key')
  repaired.yes = true
  expect(await bus.deadLetters.redrive()).toBe(1)
  await bus.idle()
  expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a 1', 'a bad', 'a 2', 'a 3'])
  await bus.close()
})

test('a parked key goes on without its dead letter once that is discarded', async () => {
  const { bus, seen } = await history('park-key')
  expect(await bus.deadLetters.discard({ subscription: 'history' })).toBe(1)
  await bus.idle()
  expect(seen.filter((each) => each.startsWith('a'))).toEqual(['a 1', 'a 2', 'a 3'])
  await bus.close()
})

test.each([
  ['parkKey', { order: 'per-key', afterDeadLetter: 'park-key' }],
  ['nativeDeliveryCount', { maxDeliveries: 3 }],
] as const)('a transport without %s refuses what needs it at start', async (capability, options) => {
  const bus = createBus({ transport: tampered(inMemory(), { features: { [capability]: false } }) })
  bus.subscribe('history', OrderPlaced, () => {}, options)
  await expect(bus.start()).rejects.toMatchObject({ code: 'TIDINGS_UNSUPPORTED_CAPABILITY', capability })
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

test('a limit and a rate keep a redrive small and slow, the oldest first', async () => {
  const clock = manualClock()
  const bus = createBus({ transport: inMemory({ clock }), clock, hooks: quiet })
  let isBroken = true
  const cooked: string[] = []
  bus.subscribe(
    'kitchen',
    OrderPlaced,
    ({ data }) => {
      if (isBroken) throw new Error('the oven is cold')
      cooked.push(data.note)
    },
    { retry: { attempts: 1 } },
  )
  await bus.start()
  for (const note of ['one', 'two', 'three', 'four']) await bus.publish(placed(note))
  await bus.idle()
  isBroken = false
  const redriven = bus.deadLetters.redrive({ limit: 3, perSecond: 2 })
  await clock.advance(400)
  expect(cooked).toEqual(['one'])
  await clock.advance(200)
  expect(cooked).toEqual(['one', 'two'])
  await clock.advance(500)
  expect(cooked).toEqual(['one', 'two', 'three'])
  expect(await redriven).toBe(3)
  expect(await bus.deadLetters.list()).toHaveLength(1)
  await bus.close()
})

const fail = () => {
  throw new Error('the oven is cold')
}
