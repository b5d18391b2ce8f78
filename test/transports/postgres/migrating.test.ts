import { isTopologyMismatch } from '@tidings/runtime'
import { postgresSchema } from '@tidings/runtime/postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`migrating a schema of PostgreSQL${note}`, () => {
  let stage: Stage
  let schema: string
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  beforeEach(() => {
    schema = `${stage.schema}_earlier`
  })
  afterEach(async () => {
    await stage.end()
    await stage.pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  })
  afterAll(() => stage.close())

  /** As it was at an earlier version. */
  async function setUp(version: 1 | 2): Promise<void> {
    await stage.pool.query(postgresSchema(schema))
    await stage.pool.query(`
      DROP INDEX ${schema}.queue_position, ${schema}.queue_lane;
      CREATE UNIQUE INDEX queue_position ON ${schema}.queue (position, subscription);
      CREATE INDEX queue_lane ON ${schema}.queue (subscription, lane, position);
      UPDATE ${schema}.topology SET version = ${version}`)
    if (version < 2) await stage.pool.query(`ALTER TABLE ${schema}.messages DROP COLUMN way`)
  }

  /** Two events of one key, which wait. */
  async function publish(): Promise<void> {
    await stage.pool.query(`
      INSERT INTO ${schema}.subscriptions (application, name, ordering, types)
        VALUES ('pizzeria', 'kitchen', 'per-key', ARRAY['OrderConfirmed']);
      INSERT INTO ${schema}.sources (subscription, address) SELECT id, 'orders' FROM ${schema}.subscriptions;
      INSERT INTO ${schema}.messages (address, key, source, type, id)
        VALUES ('orders', 'a', 'pizzeria', 'OrderConfirmed', '1'), ('orders', 'a', 'pizzeria', 'OrderConfirmed', '2')`)
  }

  const definitions = async () => {
    const { rows } = await stage.pool.query(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename = 'queue' ORDER BY indexname`,
      [schema],
    )
    return rows.map(({ indexdef }) => indexdef.replace(`${schema}.`, ''))
  }
  const current = [
    'CREATE UNIQUE INDEX queue_lane ON queue USING btree (subscription, lane, "position")',
    'CREATE INDEX queue_position ON queue USING btree ("position")',
  ]

  test.each([1, 2] as const)('one of version %s gets what is new, and keeps what it has', async (version) => {
    await setUp(version)
    await publish()
    const connection = await stage.connect({ schema })
    expect(await definitions()).toEqual(current)
    const intake = await stage.open(connection, { order: 'per-key' })
    await connection.carry([outgoing('3', { key: 'a' })])
    const seen: string[] = []
    while (seen.length < 3) {
      const held = await receive(intake, 1)
      seen.push(...idsOf(held))
      await intake.acknowledge(held)
    }
    expect(seen).toEqual(['1', '2', '3'])
  })

  test('many instances migrate it at once, beside one that publishes and one that claims', async () => {
    await setUp(2)
    await publish()
    const publisher = await stage.pool.connect()
    const claimer = await stage.pool.connect()
    await publisher.query('BEGIN')
    await publisher.query(`INSERT INTO ${schema}.messages (address, source, type, id)
      VALUES ('orders', 'pizzeria', 'OrderConfirmed', '3')`)
    await claimer.query('BEGIN')
    await claimer.query(`UPDATE ${schema}.queue SET token = gen_random_uuid()`)
    const connecting = Promise.all(Array.from({ length: 8 }, () => stage.connect({ schema })))
    await publisher.query(`INSERT INTO ${schema}.messages (address, source, type, id)
      VALUES ('orders', 'pizzeria', 'OrderConfirmed', '4')`)
    await publisher.query('COMMIT')
    await claimer.query('ROLLBACK')
    for (const each of [publisher, claimer]) each.release()
    const [connection] = await connecting
    expect(await definitions()).toEqual(current)
    const intake = await connection?.open(placeAt({ order: 'per-key' }))
    expect(intake && idsOf(await receive(intake, 3)).toSorted()).toEqual(['1', '3', '4'])
  })

  test('the SQL of its set-up, run again, changes nothing', async () => {
    await stage.pool.query(postgresSchema(schema))
    const oids = async () => {
      const { rows } = await stage.pool.query('SELECT oid FROM pg_class WHERE relnamespace = $1::regnamespace', [
        schema,
      ])
      return rows.map(({ oid }) => oid).toSorted()
    }
    const before = await oids()
    await stage.pool.query(postgresSchema(schema))
    expect(await oids()).toEqual(before)
  })

  test('who only checks is told that it is an earlier one', async () => {
    await setUp(2)
    const error = await stage.connect({ schema, topology: 'check' }).catch((thrown) => thrown)
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `schema ${schema} is of version 2, not 4; run the SQL of postgresSchema(), or leave it to topology: 'create'`,
    ])
    expect((await definitions())[0]).toContain('CREATE INDEX queue_lane')
  })

  test('many instances set one up at once', async () => {
    schema = `"${stage.schema} ""at once"""`
    await Promise.all(Array.from({ length: 8 }, () => stage.connect({ schema: `${stage.schema} "at once"` })))
  })
})
