import { randomUUID } from 'node:crypto'
import { type Bus, createBus, NonRetryable, type SubscribeOptions, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { postgres, postgresInbox } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Forgetting } from '../../../runtime/src/transports/postgres/inbox/forgetting.js'
import { namesIn } from '../../../runtime/src/transports/postgres/names.js'
import { queryOf } from '../../../runtime/src/transports/postgres/statement.js'
import { brokers } from '../../brokers/brokers.js'
import { until } from '../stage.js'
import { Order, OrderCooked, OrderMoved } from './pizzeria.js'
import { transactIn } from './transact-in.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`an inbox in PostgreSQL${note}`, () => {
  const opened: Bus[] = []
  const warnings: string[] = []
  let pool: pg.Pool
  let schema: string

  beforeAll(() => {
    pool = new pg.Pool({ connectionString: brokers.postgres.url, max: 20 })
  })
  beforeEach(async () => {
    schema = `inbox_${randomUUID().slice(0, 8)}`
    warnings.length = 0
    await pool.query(`CREATE SCHEMA ${schema}`)
    await pool.query(`CREATE TABLE ${schema}.tickets (number serial, order_id text, step integer)`)
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((bus) => bus.close({ deadlineMs: 500 })))
    await pool.query(`DROP SCHEMA ${schema} CASCADE`)
  })
  afterAll(() => pool.end())

  /** As some object-relational mappers do, it wraps what undid it. */
  const transaction = async <T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    try {
      return await transactIn(() => pool)(run)
    } catch (cause) {
      throw new Error('the transaction was undone', { cause })
    }
  }

  const openBus = () => {
    const bus = createBus({
      application: 'pizzeria',
      transport: postgres({ pool, schema, pollIntervalMs: 100 }),
      hooks: { warned: ({ message }) => warnings.push(message), failed: () => {}, deadLettered: () => {} },
    })
    opened.push(bus)
    return bus
  }
  const inboxOf = (redriveWithinMs?: number) =>
    postgresInbox({ transaction, schema, ...(redriveWithinMs !== undefined && { redriveWithinMs }) })

  /** A kitchen that writes a ticket in the inbox's transaction, and then does what it is told to. */
  const kitchen = (
    bus: Bus,
    then: (step: number) => unknown = () => {},
    options: SubscribeOptions = {},
    inbox = inboxOf(),
  ) => {
    const calls: number[] = []
    bus.subscribe(
      'kitchen',
      OrderMoved,
      async ({ data }, delivery) => {
        calls.push(data.step)
        await inbox
          .transactionOf(delivery)
          .query(`INSERT INTO ${schema}.tickets (order_id, step) VALUES ($1, $2)`, [data.orderId, data.step])
        await then(data.step)
      },
      { retry: { attempts: 3, delayMs: 1 }, inbox, ...options },
    )
    return calls
  }

  const tickets = async (): Promise<string[]> =>
    (await pool.query(`SELECT order_id, step FROM ${schema}.tickets ORDER BY number`)).rows.map(
      ({ order_id, step }) => `${order_id}:${step}`,
    )

  const moved = (step: number, orderId = '17') => new OrderMoved({ orderId, step })

  test('an event that comes twice has one effect', async () => {
    const bus = openBus()
    const calls = kitchen(bus, undefined, { concurrency: 1 })
    await bus.start()
    const event = moved(1)
    await bus.publish([event, event])
    await bus.publish(moved(2))
    await until(async () => (await tickets()).includes('17:2'), 'what the marker wrote was committed')
    expect(await tickets()).toEqual(['17:1', '17:2'])
    expect(calls).toEqual([1, 2])
  })

  test('also when it is handled twice at the same time', async () => {
    let isOpen = false
    const buses = [openBus(), openBus()]
    const calls = buses.map((bus) =>
      kitchen(bus, () => until(() => isOpen, 'it was let go'), { concurrency: 1, prefetch: 1 }),
    )
    await Promise.all(buses.map((bus) => bus.start()))
    const event = moved(1)
    await buses[0]?.publish([event, event])
    await until(() => calls.flat().length >= 1, 'one handles it')
    const waiting = async () =>
      (
        await pool.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%${schema}%inbox%'`,
        )
      ).rowCount
    await until(waiting, 'the other waits for it')
    isOpen = true
    await until(async () => (await pool.query(`SELECT FROM ${schema}.queue`)).rowCount === 0, 'both were settled')
    expect(await tickets()).toEqual(['17:1'])
    expect(calls.flat()).toEqual([1])
  })

  test('a handler that fails after it has written leaves neither effect nor record', async () => {
    const bus = openBus()
    let failures = 0
    const calls = kitchen(bus, () => {
      failures += 1
      if (failures < 3) throw new Error('the oven is cold')
    })
    await bus.start()
    await bus.publish(moved(1))
    await until(async () => (await tickets()).length > 0, 'the third attempt succeeded')
    expect(await tickets()).toEqual(['17:1'])
    expect(calls).toEqual([1, 1, 1])
  })

  test('what is not worth trying again is known as such, although the transaction wraps it', async () => {
    const bus = openBus()
    const calls = kitchen(bus, () => {
      throw new NonRetryable('no such pizza')
    })
    await bus.start()
    await bus.publish(moved(1))
    await until(async () => (await bus.deadLetters.list()).length === 1, 'it is a dead letter')
    expect((await bus.deadLetters.list())[0]).toMatchObject({ reason: 'not-retryable', attempts: 1 })
    expect(calls).toEqual([1])
  })

  test('each subscription handles the event for itself', async () => {
    const bus = openBus()
    kitchen(bus)
    const inbox = inboxOf()
    let emails = 0
    bus.subscribe(
      'email',
      OrderMoved,
      () => {
        emails += 1
      },
      { inbox },
    )
    await bus.start()
    const event = moved(1)
    await bus.publish([event, event])
    await until(async () => (await pool.query(`SELECT FROM ${schema}.queue`)).rowCount === 0, 'all was settled')
    expect(emails).toBe(1)
    expect(await tickets()).toEqual(['17:1'])
  })

  test('what the handler saves and publishes is committed with the record, or not at all', async () => {
    const bus = openBus()
    const inbox = inboxOf()
    let failures = 0
    let cooked = 0
    bus.subscribe(
      'kitchen',
      OrderMoved,
      async ({ data }, delivery) => {
        const current = inbox.transactionOf(delivery)
        const unitOfWork = new UnitOfWork<pg.PoolClient>({
          bus,
          transaction: (run) => run(current),
          outbox: transportOutbox(bus),
        })
        const orders = {
          save: (order: Order, client: pg.PoolClient) =>
            client.query(`INSERT INTO ${schema}.tickets (order_id, step) VALUES ($1, $2)`, [order.id, order.step]),
        }
        await unitOfWork.run((work) => work.save(orders, new Order(data.orderId).cook()))
        failures += 1
        if (failures === 1) throw new Error('the oven is cold')
      },
      { retry: { attempts: 3, delayMs: 1 }, inbox },
    )
    bus.subscribe('waiter', OrderCooked, () => {
      cooked += 1
    })
    await bus.start()
    await bus.publish(moved(1))
    await until(() => cooked > 0, 'the waiter heard of it')
    await until(async () => (await pool.query(`SELECT FROM ${schema}.queue`)).rowCount === 0, 'all was settled')
    expect(await tickets()).toEqual(['17:1'])
    expect(cooked).toBe(1)
  })

  test('a handler without the inbox is told so', async () => {
    const bus = openBus()
    const inbox = inboxOf()
    let told = ''
    bus.subscribe('kitchen', OrderMoved, (_event, delivery) => {
      try {
        inbox.transactionOf(delivery)
      } catch (error) {
        told = String(error)
      }
    })
    await bus.start()
    await bus.publish(moved(1))
    await until(() => told !== '', 'it was told')
    expect(told).toBe('TypeError: kitchen is not being handled with this inbox; subscribe with { inbox }')
  })

  test('a dead letter that is older than the inbox may remember is not redriven', async () => {
    const bus = openBus()
    let isBroken = true
    const calls = kitchen(
      bus,
      () => {
        if (isBroken) throw new NonRetryable('no such pizza')
      },
      {},
      inboxOf(1_000),
    )
    await bus.start()
    await bus.publish([moved(1), moved(2)])
    await until(async () => (await bus.deadLetters.list()).length === 2, 'both are dead letters')
    await pool.query(`UPDATE ${schema}.dead_letters SET parked_at = parked_at - interval '1 hour' WHERE id = 1`)
    isBroken = false
    expect(await bus.deadLetters.redrive()).toBe(1)
    expect(warnings.at(-1)).toMatch(
      /^dead letter 1 of kitchen was parked at .* and is not redriven: its inbox allows that/,
    )
    await until(() => calls.length === 3, 'the other was handled')
  })

  test('records are forgotten when no dead letter that old may be redriven', async () => {
    const bus = openBus()
    kitchen(bus)
    await bus.start()
    await bus.publish([moved(1), moved(2)])
    await until(async () => (await tickets()).length === 2, 'both were handled')
    const names = namesIn(schema)
    await pool.query(
      `UPDATE ${names.inbox} SET handled_at = handled_at - interval '1 hour' WHERE id IN (SELECT id FROM ${names.inbox} LIMIT 1)`,
    )
    const forgetting = new Forgetting({ transaction, statement: queryOf, names, retentionMs: 60_000 })
    expect(await forgetting.forget()).toBe(1)
    expect((await pool.query(`SELECT FROM ${names.inbox}`)).rowCount).toBe(1)
  })
})
