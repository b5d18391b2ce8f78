import { randomUUID } from 'node:crypto'
import { type Bus, createBus, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { createRelay, postgres, postgresOutbox, type Relay, setUpPostgres } from '@tidings/runtime/postgres'
import type { Place, Transport } from '@tidings/runtime/transport'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createGate } from '../../../runtime/src/conformance/gate.js'
import { cleanUp } from '../../../runtime/src/transports/postgres/clean-up.js'
import { openPg } from '../../../runtime/src/transports/postgres/client.js'
import { namesIn } from '../../../runtime/src/transports/postgres/names.js'
import type { Server } from '../../../runtime/src/transports/postgres/server.js'
import { brokers } from '../../brokers/brokers.js'
import { until } from '../stage.js'
import { Order, OrderCooked, OrderMoved, OrderSeen } from './pizzeria.js'
import { drizzleStatement, kyselyStatement } from './statements.js'
import { transactIn } from './transact-in.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`an outbox in PostgreSQL${note}`, () => {
  const opened: { close(): Promise<void> }[] = []
  let pool: pg.Pool
  let schema: string
  let bus: Bus
  /** What arrived at the other side of the transport: order and step. */
  let seen: string[]

  beforeAll(() => {
    pool = new pg.Pool({ connectionString: brokers.postgres.url, max: 20 })
  })
  beforeEach(async () => {
    schema = `outbox_${randomUUID().slice(0, 8)}`
    await setUpPostgres({ pool, schema })
    await pool.query(`CREATE TABLE ${schema}.orders (id text PRIMARY KEY, step integer NOT NULL)`)
    seen = []
    bus = openBus()
    bus.subscribe(
      'history',
      [OrderMoved, OrderCooked],
      async ({ data }) => {
        seen.push(`${data.orderId}:${data.step}`)
      },
      { order: 'per-key' },
    )
    await bus.start()
  })
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close()
    await pool.query(`DROP SCHEMA ${schema} CASCADE`)
    await pool.query(`DROP SCHEMA IF EXISTS ${schema}_broker CASCADE`)
  })
  afterAll(() => pool.end())

  /** Another schema stands for the broker. */
  function openBus(application = 'pizzeria'): Bus {
    const transport = postgres({ pool, schema: `${schema}_broker`, pollIntervalMs: 200 })
    const made = createBus({ application, transport, hooks: { warned: () => {} } })
    opened.push(made)
    return made
  }

  async function startRelay(of: Parameters<typeof createRelay>[0]['bus'] = bus): Promise<Relay> {
    const relay = createRelay({ bus: of, pool, schema, pollIntervalMs: 200, leaseMs: 500, warn: () => {} })
    opened.push(relay)
    await relay.start()
    return relay
  }

  const saveBy = (run: (sql: string, parameters: unknown[]) => Promise<unknown>, { id, step }: Order) =>
    run(`INSERT INTO ${schema}.orders (id, step) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET step = EXCLUDED.step`, [
      id,
      step,
    ])

  const orders = { save: (order: Order, client: pg.PoolClient) => saveBy((...query) => client.query(...query), order) }

  const transaction = transactIn(() => pool)

  const unitOfWork = () => new UnitOfWork<pg.PoolClient>({ bus, transaction, outbox: postgresOutbox({ bus, schema }) })

  const count = async (what: string) =>
    Number((await pool.query(`SELECT count(*) FROM ${schema}.${what}`)).rows[0].count)

  const stepsOf = (id: string) => seen.filter((each) => each.startsWith(`${id}:`)).map((each) => each.split(':')[1])

  test('what a unit of work records is relayed once it is committed, in the order raised', async () => {
    await startRelay()
    const order = new Order('17').move().cook().move()
    await unitOfWork().run((work) => work.save(orders, order))
    expect(order.uncommittedEvents).toEqual([])
    await until(() => seen.length === 3, 'all three arrived')
    const { rows } = await pool.query(
      `SELECT event->'data'->>'step' AS step FROM ${schema}_broker.events ORDER BY position`,
    )
    expect(rows.map(({ step }) => step)).toEqual(['1', '2', '3'])
  })

  test('what was undone is relayed never, and the aggregate keeps its events', async () => {
    await startRelay()
    const order = new Order('17').move()
    const failing = unitOfWork().run(async (work) => {
      await work.save(orders, order)
      throw new Error('the oven is cold')
    })
    await expect(failing).rejects.toThrow('the oven is cold')
    expect(order.uncommittedEvents).toHaveLength(1)
    await unitOfWork().run((work) => work.save(orders, new Order('marker').move()))
    await until(() => seen.length > 0, 'the marker arrived')
    expect(seen).toEqual(['marker:1'])
  })

  test('what was recorded before any relay ran is relayed by the first that does', async () => {
    await unitOfWork().run((work) => work.save(orders, new Order('early').move().move()))
    await startRelay()
    await until(() => seen.length === 2, 'both arrived')
    expect(stepsOf('early')).toEqual(['1', '2'])
  })

  test('what was recorded before any relay ran is left alone by the relays of other applications', async () => {
    await startRelay(openBus('bakery'))
    await unitOfWork().run((work) => work.save(orders, new Order('early').move().move()))
    const server = { database: await openPg(pool), names: namesIn(schema), closing: new AbortController().signal }
    const cleaning = { retentionMs: 0, outbox: 'bakery' }
    await cleanUp({ ...server, patience: {} } as Server, cleaning, '0')
    await startRelay()
    await until(() => seen.length === 2, 'both arrived')
    await until(async () => (await count('queue')) === 0, 'both were noted as relayed')
    await cleanUp({ ...server, patience: {} } as Server, { ...cleaning, outbox: 'pizzeria' }, '0')
    expect(await count('messages')).toBe(0)
  })

  test('a relay is in the tables also while the broker is away', async () => {
    const open = async () => {
      throw new Error('the broker is away')
    }
    await expect(startRelay({ outlet: { ...bus.outlet, open } })).rejects.toThrow('the broker is away')
    expect(await count('subscriptions WHERE relays')).toBe(1)
  })

  test('an event is not skipped since one with a larger number was committed first', async () => {
    await startRelay()
    const recorded = createGate()
    const mayCommit = createGate()
    const slow = new UnitOfWork<pg.PoolClient>({
      bus,
      outbox: postgresOutbox({ bus, schema }),
      transaction: (run) =>
        transaction(async (client) => {
          const result = await run(client)
          recorded.open()
          await mayCommit.opened
          return result
        }),
    }).run((work) => work.save(orders, new Order('slow').move()))
    await recorded.opened
    await unitOfWork().run((work) => work.save(orders, new Order('quick').move()))
    await until(() => seen.includes('quick:1'), 'the quick one arrived')
    mayCommit.open()
    await slow
    await until(() => seen.includes('slow:1'), 'the slow one arrived')
  })

  test('several relays lose nothing and keep the order of each aggregate', async () => {
    await Promise.all([startRelay(), startRelay(openBus()), startRelay(openBus())])
    const ids = Array.from({ length: 20 }, (_, index) => `order-${index}`)
    await Promise.all(
      ids.map(async (id) => {
        const order = new Order(id)
        for (let round = 0; round < 5; round++) {
          await unitOfWork().run((work) => work.save(orders, order.move().move()))
        }
      }),
    )
    await until(() => ids.every((id) => stepsOf(id).length >= 10), 'all 200 arrived')
    for (const id of ids) expect(stepsOf(id)).toEqual(Array.from({ length: 10 }, (_, index) => `${index + 1}`))
  })

  test('a relay that ends between carrying and noting it repeats the event under the same id', async () => {
    const { outlet } = bus
    let carried = 0
    const dying = {
      outlet: {
        ...outlet,
        carry: async (...args: Parameters<typeof outlet.carry>) => {
          const outcomes = await outlet.carry(...args)
          carried += 1
          if (carried === 1) throw new Error('the process ended here')
          return outcomes
        },
      },
    }
    await unitOfWork().run((work) => work.save(orders, new Order('17').move()))
    const [recorded] = (await pool.query(`SELECT id FROM ${schema}.messages`)).rows
    await startRelay(dying)
    await until(() => seen.length === 2, 'it arrived twice')
    const { rows } = await pool.query(`SELECT DISTINCT id FROM ${schema}_broker.messages`)
    expect(rows).toEqual([recorded])
  })

  test('while the broker refuses, events wait in order, and the health says so', async () => {
    const { outlet } = bus
    let isAway = true
    const away = {
      outlet: {
        ...outlet,
        carry: async (...args: Parameters<typeof outlet.carry>) => {
          if (isAway) throw new Error('the broker is away')
          return outlet.carry(...args)
        },
      },
    }
    const relay = await startRelay(away)
    await unitOfWork().run((work) => work.save(orders, new Order('17').move().move().move()))
    await until(async () => (await relay.health()).status === 'unhealthy', 'the relay was unwell')
    expect((await relay.health()).problems).toEqual(['the relay cannot carry what was recorded: the broker is away'])
    isAway = false
    await until(() => seen.length === 3, 'all arrived')
    expect(stepsOf('17')).toEqual(['1', '2', '3'])
    await until(async () => (await relay.health()).status === 'healthy', 'the relay was well')
  })

  test('what no transport takes is a dead letter of the relay, and the rest goes on', async () => {
    const relay = await startRelay()
    const order = new Order('17').move('x'.repeat(1_100_000)).move()
    await unitOfWork().run((work) => work.save(orders, order))
    await until(() => seen.length === 1, 'the second arrived')
    expect(seen).toEqual(['17:2'])
    const letters = []
    for await (const letter of relay.deadLetters.list({})) letters.push(letter)
    expect(
      letters.map(({ subscription, reason, message }) => [subscription, reason, message?.attributes.type]),
    ).toEqual([['tidings-relay', 'not-retryable', 'pizza.order.moved']])
  })

  test('the transport is told of a place by the relay what it is told by the bus', async () => {
    const carried: Place[] = []
    const inner = postgres({ pool, schema: `${schema}_broker`, pollIntervalMs: 200 })
    const transport: Transport = {
      ...inner,
      async connect(options) {
        const connection = await inner.connect(options)
        const carry = connection.carry.bind(connection)
        connection.carry = (messages, more) => {
          carried.push(...messages.map(({ place }) => place))
          return carry(messages, more)
        }
        return connection
      },
    }
    const overheard = createBus({ application: 'pizzeria', transport, hooks: { warned: () => {} } })
    opened.push(overheard)
    await overheard.start()
    await overheard.publish(new OrderSeen({ orderId: '17', step: 1 }))
    await overheard.publish(new OrderCooked({ orderId: '17', step: 2 }))
    await startRelay(overheard)
    const work = new UnitOfWork<pg.PoolClient>({
      bus: overheard,
      transaction,
      outbox: postgresOutbox({ bus: overheard, schema }),
    })
    await work.run(({ save }) => save(orders, new Order('17').beSeen().cook()))
    await until(() => carried.length === 4, 'both were relayed')
    const seenAt = {
      address: 'orders/17/seen',
      family: 'orders/{orderId}/seen',
      bindings: { channel: { kafka: { partitions: 3 } }, operation: { mqtt: { retain: true } } },
    }
    const kitchen = { address: 'kitchen', application: 'pizzeria' }
    expect(carried).toEqual([seenAt, kitchen, seenAt, kitchen])
  })

  test('nothing is left in the queue of what was relayed', async () => {
    await startRelay()
    await unitOfWork().run((work) => work.save(orders, new Order('17').move().move()))
    await until(() => seen.length === 2, 'both arrived')
    await until(async () => (await count('queue')) === 0, 'the queue was empty')
  })

  test('a transport that is not durable is refused', () => {
    const fleeting = createBus({ application: 'pizzeria', transport: inMemory() })
    const message = 'an outbox needs a durable transport, which the transport in-memory cannot do'
    expect(() => postgresOutbox({ bus: fleeting })).toThrow(message)
    expect(() => createRelay({ bus: fleeting, pool })).toThrow(message)
  })

  test('tables that are not there are told of, and undo the transaction', async () => {
    const outbox = postgresOutbox<pg.PoolClient>({ bus, schema: 'nowhere_at_all' })
    const failing = new UnitOfWork({ bus, transaction, outbox }).run((work) =>
      work.save(orders, new Order('17').move()),
    )
    await expect(failing).rejects.toThrow('schema nowhere_at_all is not set up')
    expect(await count('orders')).toBe(0)
  })

  test('Drizzle records in its own transaction', async () => {
    await startRelay()
    const db = drizzle(pool)
    type Transaction = Parameters<Parameters<typeof db.transaction>[0]>[0]
    const unit = new UnitOfWork<Transaction>({
      bus,
      transaction: (work) => db.transaction(work),
      outbox: postgresOutbox({ bus, schema, statement: drizzleStatement }),
    })
    const repository = {
      save: (order: Order, tx: Transaction) =>
        saveBy((text, parameters) => drizzleStatement(tx, text, parameters), order),
    }
    await unit.run((work) => work.save(repository, new Order('drizzle').move().move()))
    const failing = unit.run(async (work) => {
      await work.save(repository, new Order('undone').move())
      throw new Error('undo')
    })
    await expect(failing).rejects.toThrow('undo')
    await until(() => seen.length === 2, 'both arrived')
    expect(seen).toEqual(['drizzle:1', 'drizzle:2'])
  })

  test('Kysely records in its own transaction', async () => {
    await startRelay()
    const db = new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) })
    type Transaction = Parameters<Parameters<ReturnType<typeof db.transaction>['execute']>[0]>[0]
    const unit = new UnitOfWork<Transaction>({
      bus,
      transaction: (work) => db.transaction().execute(work),
      outbox: postgresOutbox({ bus, schema, statement: kyselyStatement }),
    })
    const repository = {
      save: (order: Order, trx: Transaction) =>
        saveBy((text, parameters) => kyselyStatement(trx, text, parameters), order),
    }
    await unit.run((work) => work.save(repository, new Order('kysely').move().move()))
    const failing = unit.run(async (work) => {
      await work.save(repository, new Order('undone').move())
      throw new Error('undo')
    })
    await expect(failing).rejects.toThrow('undo')
    await until(() => seen.length === 2, 'both arrived')
    expect(seen).toEqual(['kysely:1', 'kysely:2'])
  })

  test('postgres as transport is its own outbox and needs no relay', async () => {
    const unit = new UnitOfWork<pg.PoolClient>({ bus, transaction, outbox: transportOutbox(bus) })
    await unit.run((work) => work.save(orders, new Order('17').move().cook()))
    const failing = unit.run(async (work) => {
      await work.save(orders, new Order('undone').move())
      throw new Error('undo')
    })
    await expect(failing).rejects.toThrow('undo')
    await until(() => seen.length === 2, 'both arrived')
    expect(seen.toSorted()).toEqual(['17:1', '17:2'])
    expect(() => transportOutbox(createBus({ transport: inMemory() }))).toThrow('Memory takes part in no transaction')
  })
})
