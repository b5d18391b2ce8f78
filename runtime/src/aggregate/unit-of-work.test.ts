import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { isDispatchFailed } from '../error/dispatch-failed.js'
import type { AnyEvent } from '../event/any-event.js'
import { Moved, OrderConfirmed, Pinged } from '../event/fixtures/order-events.js'
import type { Publishing } from '../event/publishing.js'
import { runInDelivery } from '../event/scope.js'
import { AggregateRoot, type RaisedEvent } from './aggregate-root.js'
import { UnitOfWork } from './unit-of-work.js'

class Order extends AggregateRoot {
  readonly id: string

  constructor(id: string) {
    super()
    this.id = id
  }

  confirm(): this {
    this.raise(new OrderConfirmed({ orderId: this.id, items: [] }))
    return this
  }

  ping(id?: string): this {
    this.raise(new Pinged(id === undefined ? {} : { id }))
    return this
  }

  move(): this {
    this.raise(new Moved(1), { channel: 'inside' })
    return this
  }
}

/** A bus that remembers what was published, and fails for as long as it is told to. */
const createFakeBus = () => {
  const published: { readonly event: AnyEvent; readonly destination: unknown }[] = []
  const fake = {
    published,
    ids: () => published.map(({ event }) => event.id),
    failFor: undefined as ((event: AnyEvent) => boolean) | undefined,
    async publish(event: AnyEvent, destination?: unknown) {
      await setImmediate()
      if (fake.failFor?.(event)) throw new Error('the broker is away')
      published.push({ event, destination })
    },
  }
  return fake satisfies Publishing
}

const createOrders = () => {
  const saved: [id: string, transaction: unknown][] = []
  const save = async (order: Order, transaction: unknown) => void saved.push([order.id, transaction])
  return { saved, save }
}

const thrownBy = async (work: () => unknown) => {
  try {
    return await work()
  } catch (error) {
    return error
  }
}

test('an aggregate is saved, and then its events are published', async () => {
  const [bus, orders, order] = [createFakeBus(), createOrders(), new Order('1').ping('a').ping('b')]
  await new UnitOfWork({ bus }).run((work) => work.save(orders, order))
  expect(orders.saved).toEqual([['1', undefined]])
  expect(bus.ids()).toEqual(['a', 'b'])
  expect(order.uncommittedEvents).toEqual([])
})

test('events of several aggregates are published in the order in which they were raised', async () => {
  const [bus, orders, one, other] = [createFakeBus(), createOrders(), new Order('1'), new Order('2')]
  one.ping('a')
  other.ping('b')
  one.ping('c')
  await new UnitOfWork({ bus }).run(async (work) => {
    await work.save(orders, other)
    await work.save(orders, one)
  })
  expect(bus.ids()).toEqual(['a', 'b', 'c'])
})

test('a destination is kept from raising to publishing', async () => {
  const bus = createFakeBus()
  await new UnitOfWork({ bus }).run((work) => work.save(createOrders(), new Order('1').move().ping()))
  expect(bus.published.map(({ destination }) => destination)).toEqual([{ channel: 'inside' }, undefined])
})

test('all is saved in one transaction, and nothing is published before it commits', async () => {
  const [bus, orders, steps] = [createFakeBus(), createOrders(), [] as unknown[]]
  const unitOfWork = new UnitOfWork<string>({
    bus,
    transaction: async (run) => {
      const result = await run('tx')
      await setImmediate()
      steps.push('commit', bus.ids())
      return result
    },
  })
  const result = await unitOfWork.run(async (work) => {
    await work.save(orders, new Order('1').ping('a'))
    await work.save(orders, new Order('2').ping('b'))
    return work.transaction
  })
  expect(result).toBe('tx')
  expect(orders.saved).toEqual([
    ['1', 'tx'],
    ['2', 'tx'],
  ])
  expect(steps).toEqual(['commit', []])
  expect(bus.ids()).toEqual(['a', 'b'])
})

test.each<[string, (run: (transaction: string) => Promise<unknown>) => Promise<never>]>([
  ['a save that fails', async (run) => run('broken') as Promise<never>],
  [
    'a commit that fails',
    async (run) => {
      await run('tx')
      throw new Error('no space left')
    },
  ],
])('%s publishes nothing, keeps the events and is thrown as it is', async (_, transaction) => {
  const [bus, first, second] = [createFakeBus(), new Order('1').ping(), new Order('2').ping()]
  const save = async (order: Order, given: string) => {
    if (given === 'broken' && order === second) throw new Error('no space left')
  }
  const unitOfWork = new UnitOfWork<string>({ bus, transaction: transaction as never })
  const error = await thrownBy(() =>
    unitOfWork.run(async (work) => {
      await work.save({ save }, first)
      await work.save({ save }, second)
    }),
  )
  expect(error).toMatchObject({ name: 'Error', message: 'no space left' })
  expect(bus.ids()).toEqual([])
  expect([first, second].map((order) => order.uncommittedEvents.length)).toEqual([1, 1])
})

test('a failing publish after the commit is DispatchFailed, which keeps what is left and can dispatch it', async () => {
  const [bus, orders, order] = [createFakeBus(), createOrders(), new Order('1').ping('a').ping('b').ping('c')]
  bus.failFor = ({ id }) => id === 'b'
  const error = await thrownBy(() => new UnitOfWork({ bus }).run((work) => work.save(orders, order)))
  if (!isDispatchFailed(error)) throw error
  expect(error).toMatchObject({
    message: 'Saved, but not dispatched: pinged b, pinged c; call dispatch() to try again',
    cause: new Error('the broker is away'),
  })
  expect([bus.ids(), error.events.map(({ id }) => id), order.uncommittedEvents.map(({ id }) => id)]).toEqual([
    ['a'],
    ['b', 'c'],
    ['b', 'c'],
  ])
  expect(isDispatchFailed(await thrownBy(() => error.dispatch()))).toBe(true)
  bus.failFor = undefined
  await error.dispatch()
  expect([bus.ids(), orders.saved.length, order.uncommittedEvents]).toEqual([['a', 'b', 'c'], 1, []])
  await error.dispatch()
  expect(bus.ids()).toHaveLength(3)
})

test('what was kept is published with the next save', async () => {
  const [bus, orders, order] = [createFakeBus(), createOrders(), new Order('1').ping('a')]
  const unitOfWork = new UnitOfWork({ bus })
  bus.failFor = () => true
  const error = await thrownBy(() => unitOfWork.run((work) => work.save(orders, order)))
  bus.failFor = undefined
  await unitOfWork.run((work) => work.save(orders, order.ping('b')))
  if (isDispatchFailed(error)) await error.dispatch()
  expect(bus.ids()).toEqual(['a', 'b'])
})

test('what is raised while saving or after it waits for the next save', async () => {
  const [bus, order] = [createFakeBus(), new Order('1').ping('a')]
  const save = async () => void order.ping('b')
  await new UnitOfWork({ bus }).run((work) => work.save({ save }, order))
  expect([bus.ids(), order.uncommittedEvents.map(({ id }) => id)]).toEqual([['a'], ['b']])
})

test('saves that nobody awaits are part of the transaction', async () => {
  const [bus, orders] = [createFakeBus(), createOrders()]
  const slow = {
    async save(order: Order) {
      await setImmediate()
      await orders.save(order, undefined)
    },
  }
  await new UnitOfWork({ bus }).run((work) => void work.save(slow, new Order('1').ping('a')))
  expect([orders.saved.length, bus.ids()]).toEqual([1, ['a']])
})

test('a save after the end is refused', async () => {
  const [bus, orders] = [createFakeBus(), createOrders()]
  const work = await new UnitOfWork({ bus }).run((current) => ({ current }))
  await expect(work.current.save(orders, new Order('1'))).rejects.toThrow(
    'Order 1 is saved after its unit of work has ended',
  )
  expect(orders.saved).toEqual([])
})

test('a transaction that runs the work again publishes what the last run saved', async () => {
  const [bus, orders] = [createFakeBus(), createOrders()]
  const again: UnitOfWork<number> = new UnitOfWork<number>({
    bus,
    transaction: async (run) => {
      await run(1)
      return run(2)
    },
  })
  const made: string[] = []
  const delivery = {
    subscription: 's',
    event: new Pinged({ source: '/a', id: 'e' }),
    correlationId: 'c',
    causationId: 'e',
  }
  await runInDelivery(delivery, () =>
    again.run(async (work) => {
      const order = new Order(String(work.transaction)).ping()
      made.push(...order.uncommittedEvents.map(({ id }) => id))
      await work.save(orders, order)
    }),
  )
  expect(made[0]).toBe(made[1])
  expect(bus.ids()).toEqual([made[1]])
})

test('a unit of work that is tried again in the same delivery makes the same events again', async () => {
  const [bus, orders] = [createFakeBus(), createOrders()]
  const unitOfWork = new UnitOfWork({ bus })
  const made: string[] = []
  const work = (fails: boolean) =>
    unitOfWork.run(async (current) => {
      const order = new Order('1').ping()
      made.push(...order.uncommittedEvents.map(({ id }) => id))
      if (fails) throw new Error('changed meanwhile')
      await current.save(orders, order)
    })
  const delivery = {
    subscription: 's',
    event: new Pinged({ source: '/a', id: 'e' }),
    correlationId: 'c',
    causationId: 'e',
  }
  await runInDelivery(delivery, async () => {
    await thrownBy(() => work(true))
    await work(false)
    await work(false)
  })
  expect(made[0]).toBe(made[1])
  expect(made[2]).not.toBe(made[1])
})

test('an outbox records events in the transaction, and then they are safe and not published', async () => {
  const [bus, orders, order] = [createFakeBus(), createOrders(), new Order('1').ping('a').move()]
  const recorded: [readonly RaisedEvent[], string][] = []
  const outbox = {
    record: async (events: readonly RaisedEvent[], transaction: string) => void recorded.push([events, transaction]),
  }
  const unitOfWork = new UnitOfWork<string>({ bus, outbox, transaction: (run) => run('tx') })
  const raised = order.handOver()
  await unitOfWork.run((work) => work.save(orders, order))
  const aggregate = { type: 'Order', id: '1' }
  expect(recorded).toEqual([[raised.map((each) => ({ ...each, aggregate })), 'tx']])
  expect([bus.ids(), order.uncommittedEvents]).toEqual([[], []])
})

test('an outbox that fails undoes the transaction, and the events are kept', async () => {
  const order = new Order('1').ping('a')
  const record = async () => {
    throw new Error('no space left')
  }
  const committed = vi.fn()
  const unitOfWork = new UnitOfWork<string>({
    bus: createFakeBus(),
    outbox: { record },
    transaction: async (run) => {
      const result = await run('tx')
      committed()
      return result
    },
  })
  await expect(unitOfWork.run((work) => work.save(createOrders(), order))).rejects.toThrow('no space left')
  expect([committed.mock.calls, order.uncommittedEvents.length]).toEqual([[], 1])
})

const handling = (orderId: string) => ({
  subscription: 'notify-kitchen',
  event: new OrderConfirmed({ orderId, items: [] }),
  correlationId: 'c',
  causationId: 'e',
})

test('saving the very aggregate whose event is being handled is warned of, naming both', async () => {
  const warnings: Error[] = []
  const save = (order: AggregateRoot) => () =>
    new UnitOfWork({ bus: createFakeBus() }).run((work) => work.save({ save: () => {} }, order))
  const warn = (warning: Error) => void warnings.push(warning)
  class Ticket extends Order {}
  await runInDelivery(handling('17'), save(new Order('17')), warn)
  await runInDelivery(handling('17'), save(new Order('18')), warn)
  await runInDelivery(handling('17'), save(new Ticket('17')), warn)
  await save(new Order('17'))()
  expect(warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([
    'OwnAggregateChanged: notify-kitchen handles OrderConfirmed of Order 17 and saves Order 17 itself; ' +
      'what belongs to the same change belongs in Order, before it raises OrderConfirmed',
  ])
})

test('a warning that nobody takes is the process’s', async () => {
  const emit = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  try {
    const work = () =>
      new UnitOfWork({ bus: createFakeBus() }).run((current) => current.save(createOrders(), new Order('17')))
    await runInDelivery(handling('17'), work)
    expect(emit.mock.calls).toEqual([[expect.objectContaining({ code: 'TIDINGS_OWN_AGGREGATE_CHANGED' })]])
  } finally {
    emit.mockRestore()
  }
})
