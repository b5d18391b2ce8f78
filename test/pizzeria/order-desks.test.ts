import { createBus, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { postgres, setUpPostgres } from '@tidings/runtime/postgres'
import { Pool, type PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { euros } from '../../examples/pizzeria/src/money/money.js'
import type { Order } from '../../examples/pizzeria/src/orders/order.js'
import { OrderDesk } from '../../examples/pizzeria/src/orders/order-desk.js'
import { OrderChangedMeanwhile } from '../../examples/pizzeria/src/orders/order-repository.js'
import { OrderRuleViolation } from '../../examples/pizzeria/src/orders/order-rule-violation.js'
import { ordersTable, PostgresOrders } from '../../examples/pizzeria/src/orders/postgres-orders.js'
import { transactIn } from '../../examples/pizzeria/src/orders/transact-in.js'
import { createGate } from '../../runtime/src/conformance/gate.js'
import { brokers } from '../brokers/brokers.js'

const { isMissing, note, startPrivate } = brokers.postgres

const now = () => new Date('2026-03-14T18:30:00Z')
const dinner = [{ pizza: 'Margherita', size: 'large', quantity: 1, price: euros('15.99') }] as const

/** After an order is found for the first time, something else may happen before it is decided upon. */
class Interrupted extends PostgresOrders {
  readonly #meanwhile: () => Promise<void>
  times = 0

  constructor(meanwhile: () => Promise<void>) {
    super()
    this.#meanwhile = meanwhile
  }

  override async find(...found: Parameters<PostgresOrders['find']>): Promise<Order> {
    const order = await super.find(...found)
    this.times += 1
    if (this.times === 1) await this.#meanwhile()
    return order
  }
}

describe.skipIf(isMissing)(`two desks that change one order at once${note}`, { timeout: 60_000 }, () => {
  let broker: Awaited<ReturnType<typeof startPrivate>>
  let pool: Pool
  const opened: { close(): Promise<void> }[] = []

  beforeAll(async () => {
    broker = await startPrivate()
    pool = new Pool({ connectionString: broker.url })
    await setUpPostgres({ pool })
    await pool.query(ordersTable)
  }, 60_000)
  beforeEach(() => pool.query('TRUNCATE orders, tidings.messages'))
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close()
  })
  afterAll(async () => {
    await pool.end()
    await broker.remove()
  })

  /** As in a process of its own. */
  async function openDesk(orders = new PostgresOrders()) {
    const ownPool = new Pool({ connectionString: broker.url })
    const bus = createBus({ application: 'mario-pizzeria', transport: postgres({ connectionString: broker.url }) })
    opened.push(bus, { close: () => ownPool.end() })
    await bus.start()
    const unitOfWork = new UnitOfWork<PoolClient>({
      bus,
      transaction: transactIn(ownPool),
      outbox: transportOutbox(bus),
    })
    return { desk: new OrderDesk({ orders, unitOfWork, now }), unitOfWork }
  }

  const published = async () =>
    (await pool.query('SELECT type FROM tidings.messages ORDER BY position')).rows.map(({ type }) => type)

  test('the second finds the order again and decides anew, and its first event is never published', async () => {
    const { desk: other } = await openDesk()
    await other.place('17', dinner)
    const orders = new Interrupted(() => other.confirm('17'))
    const { desk } = await openDesk(orders)
    await desk.cancel('17', 'the guest is late')
    expect(orders.times).toBe(2)
    expect(await published()).toEqual(['OrderCreated', 'OrderConfirmed', 'OrderCancelled'])
  })

  test('the second is refused by the rules of an order that is not as it was any more', async () => {
    const { desk: other } = await openDesk()
    await other.place('17', dinner)
    const { desk } = await openDesk(new Interrupted(() => other.cancel('17', 'too slow')))
    await expect(desk.confirm('17')).rejects.toThrow(OrderRuleViolation)
    expect(await published()).toEqual(['OrderCreated', 'OrderCancelled'])
  })

  test('of two transactions that are open at once one wins, and the order is confirmed once', async () => {
    const bothFound = [createGate(), createGate()] as const
    const meet = (mine: 0 | 1) => async () => {
      bothFound[mine].open()
      await bothFound[1 - mine]?.opened
    }
    const desks = await Promise.all([0, 1].map((each) => openDesk(new Interrupted(meet(each as 0 | 1)))))
    await desks[0]?.desk.place('17', dinner)
    const outcomes = await Promise.allSettled(desks.map(({ desk }) => desk.confirm('17')))
    const refused = outcomes.filter((each) => each.status === 'rejected')
    expect(refused.map(({ reason }) => reason)).toEqual([
      new OrderRuleViolation('Order 17 is confirmed; only a pending order can be confirmed'),
    ])
    expect(await published()).toEqual(['OrderCreated', 'OrderConfirmed'])
  })

  test('who decided on what was found in another transaction is told, and nothing is published', async () => {
    const orders = new PostgresOrders()
    const { desk, unitOfWork } = await openDesk(orders)
    await desk.place('17', dinner)
    const stale = await unitOfWork.run(({ transaction }) => orders.find('17', transaction))
    await desk.confirm('17')
    stale.cancel('I saw it pending', now())
    await expect(unitOfWork.run((work) => work.save(orders, stale))).rejects.toThrow(OrderChangedMeanwhile)
    expect(stale.uncommittedEvents).toHaveLength(1)
    expect(await published()).toEqual(['OrderCreated', 'OrderConfirmed'])
  })
})
