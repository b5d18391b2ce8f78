import { randomUUID } from 'node:crypto'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { createBus, type Hooks, transportOutbox, UnitOfWork } from '@tidings/runtime'
import { nats } from '@tidings/runtime/nats'
import { createRelay, postgres, postgresOutbox, setUpPostgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { collected, drawn } from '../../runtime/src/opentelemetry/fixtures/collected.js'
import { brokers } from '../brokers/brokers.js'
import { Order, OrderMoved } from './postgres/pizzeria.js'
import { transactIn } from './postgres/transact-in.js'
import { until } from './stage.js'

const quiet: Hooks = { failed: () => {}, deadLettered: () => {}, warned: () => {} }
const { url: connectionString, note } = brokers.postgres

describe.skipIf(brokers.postgres.isMissing)(`traces of a bus in PostgreSQL${note}`, () => {
  const opened: { close(): Promise<unknown> }[] = []
  let pool: pg.Pool
  let schema: string

  beforeAll(() => {
    pool = new pg.Pool({ connectionString, max: 20 })
  })
  beforeEach(async () => {
    schema = `observed_${randomUUID().slice(0, 8)}`
    await setUpPostgres({ pool, schema })
    await pool.query(`CREATE TABLE ${schema}.orders (id text PRIMARY KEY)`)
  })
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close()
    await pool.query(`DROP SCHEMA ${schema} CASCADE`)
  })
  afterAll(() => pool.end())

  const transaction = transactIn(() => pool)
  const orders = {
    save: ({ id }: Order, client: pg.PoolClient) => client.query(`INSERT INTO ${schema}.orders (id) VALUES ($1)`, [id]),
  }

  test('what its own outbox publishes is created in the transaction, and handled beneath that', async () => {
    const { hooks, spans, tracer, named } = collected()
    const bus = createBus({ application: 'pizzeria', transport: postgres({ pool, schema }), hooks: [hooks, quiet] })
    opened.push(bus)
    bus.subscribe('kitchen', OrderMoved, () => {})
    await bus.start()
    const unitOfWork = new UnitOfWork<pg.PoolClient>({ bus, transaction, outbox: transportOutbox(bus) })
    await tracer.startActiveSpan('POST /orders', async (span) => {
      await unitOfWork.run((work) => work.save(orders, new Order('17').move()))
      span.end()
    })
    await until(() => named('process').length === 1, 'it was handled')
    expect(drawn(spans())).toEqual([
      'internal POST /orders',
      'producer create orders < POST /orders',
      'client send orders < POST /orders ~ create orders',
      'client receive orders ~ create orders',
      'consumer process orders < create orders ~ receive orders',
    ])
    expect(named('process')[0]?.attributes['messaging.system']).toBe('postgresql')
  })

  describe.skipIf(brokers.nats.isMissing)(`and NATS${brokers.nats.note}`, () => {
    const prefix = `observed-${randomUUID().slice(0, 8)}`
    afterAll(async () => {
      const client = await connect({ servers: brokers.nats.url })
      const manager = await jetstreamManager(client)
      for await (const name of manager.streams.names(`${prefix}.>`)) await manager.streams.delete(name)
      await client.close()
    })

    test('a request, the outbox, the relay, the broker, each attempt and a redrive are one trace', async () => {
      const { hooks, spans, tracer, named } = collected()
      const openBus = () => {
        const transport = nats({ servers: brokers.nats.url, prefix })
        const bus = createBus({ application: 'pizzeria', transport, random: () => 0, hooks: [hooks, quiet] })
        opened.push(bus)
        return bus
      }
      // As three processes would: the shop, the relay and the kitchen.
      const [shop, carrier, kitchen] = [openBus(), openBus(), openBus()]
      let isBroken = true
      const origins: unknown[] = []
      kitchen.subscribe(
        'kitchen',
        OrderMoved,
        ({ extensions }) => {
          origins.push(extensions['traceparent'])
          if (isBroken) throw new Error('no dough')
        },
        { retry: { attempts: 2, delayMs: 1 } },
      )
      await kitchen.start()
      const outbox = postgresOutbox<pg.PoolClient>({ bus: shop, schema })
      await tracer.startActiveSpan('POST /orders', async (span) => {
        await new UnitOfWork<pg.PoolClient>({ bus: shop, transaction, outbox }).run((work) =>
          work.save(orders, new Order('17').move()),
        )
        span.end()
      })
      const relay = createRelay({ bus: carrier, pool, schema, pollIntervalMs: 200, warn: () => {} })
      opened.push(relay)
      await relay.start()
      await until(() => named('dead_letter').length === 1, 'it became a dead letter')
      isBroken = false
      await tracer.startActiveSpan('on call', async (span) => {
        await kitchen.deadLetters.redrive({ subscription: 'kitchen' })
        span.end()
      })
      await until(() => named('process').length === 3, 'it was handled')

      const told = drawn(spans()).filter((line) => !line.startsWith('client receive'))
      // The receives, which are left out here, are linked to as well.
      expect(told.map((line) => line.replace(', receive orders', '')).toSorted()).toEqual([
        'client dead_letter orders < send orders ~ process orders',
        'client redrive kitchen < on call ~ create orders',
        'consumer process orders < send orders ~ create orders',
        'consumer process orders < send orders ~ create orders',
        'consumer process orders < send orders ~ create orders, process orders',
        'internal POST /orders',
        'internal on call',
        'producer create orders < POST /orders',
        'producer send orders < create orders',
      ])
      const inOneTrace = spans().filter(({ name }) => !/^(receive|on call|redrive)/.test(name))
      expect(new Set(inOneTrace.map((span) => span.spanContext().traceId)).size).toBe(1)
      const { traceId, spanId } = named('create')[0]?.spanContext() ?? {}
      const origin = `00-${traceId}-${spanId}-01`
      expect(origins).toEqual([origin, origin, origin])
      expect(named('process').map(({ attributes }) => attributes['messaging.system'])).toEqual(['nats', 'nats', 'nats'])
    })
  })
})
