import { isTopologyMismatch } from '@tidings/runtime'
import { postgresSchema } from '@tidings/runtime/postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, receiveNow } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`subscribing in PostgreSQL${note}`, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('a subscription begins now, at the beginning, or at a time', async () => {
    const connection = await stage.connect()
    const sources = [{ address: 'starts' }]
    await connection.carry([outgoing('1', { address: 'starts' })])
    await new Promise((resolve) => setTimeout(resolve, 20))
    const { rows } = await stage.pool.query('SELECT clock_timestamp() AS now')
    await connection.carry([outgoing('2', { address: 'starts' })])
    const now = await stage.open(connection, { name: 'from-now', sources, start: 'now' })
    const beginning = await stage.open(connection, { name: 'from-beginning', sources, start: 'beginning' })
    const time = await stage.open(connection, { name: 'from-time', sources, start: rows[0].now })
    await connection.carry([outgoing('3', { address: 'starts' })])
    expect(idsOf(await receive(now, 1))).toEqual(['3'])
    expect(idsOf(await receive(beginning, 3))).toEqual(['1', '2', '3'])
    expect(idsOf(await receive(time, 2))).toEqual(['2', '3'])
  })

  test('a subscription that exists keeps its position, whatever start it is given', async () => {
    const connection = await stage.connect()
    const sources = [{ address: 'kept' }]
    await connection.declare({ subscriptions: [placeAt({ name: 'kept', sources })] })
    await connection.carry([outgoing('1', { address: 'kept' })])
    const intake = await stage.open(connection, { name: 'kept', sources, start: 'beginning' })
    await intake.acknowledge(await receive(intake, 1))
    const again = await stage.open(await stage.connect(), { name: 'kept', sources, start: 'beginning' })
    expect(await receiveNow(again)).toEqual([])
  })

  test('a new subscription waits for transactions that publish, and gets what is published after it', async () => {
    const connection = await stage.connect()
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await connection.carry([outgoing('before', { address: 'busy' })], { transaction: client })
    let isDeclared = false
    const opened = stage.open(connection, { name: 'busy', sources: [{ address: 'busy' }] }).then((intake) => {
      isDeclared = true
      return intake
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(isDeclared).toBe(false)
    await client.query('COMMIT')
    client.release()
    const intake = await opened
    await connection.carry([outgoing('after', { address: 'busy' })])
    expect(idsOf(await receive(intake, 1))).toEqual(['after'])
  })

  test('one subscription takes all values of a parameter, and no other application’s', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection, { name: 'family', sources: [{ address: 'streets/{house}/orders' }] })
    await connection.carry([
      outgoing('1', { address: 'streets/rome/orders' }),
      outgoing('2', { address: 'streets/a/b/orders' }),
      outgoing('3', { address: 'streets//orders' }),
      { ...outgoing('4'), place: { address: 'streets/rome/orders', application: 'another' } },
      outgoing('5', { address: 'streets/.*/orders' }),
    ])
    expect(idsOf(await receive(intake, 2))).toEqual(['1', '5'])
  })

  test('an older version of the application takes nothing away from a newer one', async () => {
    const old = placeAt({ name: 'rolling', sources: [{ address: 'one' }], types: ['OrderConfirmed'] })
    const current = placeAt({
      name: 'rolling',
      sources: [{ address: 'one' }, { address: 'two' }],
      types: ['OrderConfirmed', 'OrderCancelled'],
    })
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [old] })
    await connection.declare({ subscriptions: [current] })
    await connection.declare({ subscriptions: [old] })
    const intake = await connection.open(current)
    await connection.carry([outgoing('1', { address: 'one' }), outgoing('2', { address: 'two' })])
    expect(idsOf(await receive(intake, 2))).toEqual(['1', '2'])
  })

  test('an order that is another is a difference', async () => {
    const connection = await stage.connect()
    await connection.declare({ subscriptions: [placeAt({ name: 'ordered', order: 'per-key' })] })
    const declared = connection.declare({ subscriptions: [placeAt({ name: 'ordered', order: 'none' })] })
    await expect(declared).rejects.toMatchObject({
      code: 'TIDINGS_TOPOLOGY_MISMATCH',
      differences: ['subscription ordered of pizzeria exists with order per-key, not none'],
    })
  })

  test('a check creates nothing, and tells every difference', async () => {
    await stage.connect()
    const connection = await stage.connect({ topology: 'check' })
    await (await stage.connect()).declare({ subscriptions: [placeAt({ name: 'checked' })] })
    const asked = [
      placeAt({ name: 'absent' }),
      placeAt({
        name: 'checked',
        sources: [{ address: 'orders' }, { address: 'other' }],
        types: ['OrderConfirmed', 'New'],
      }),
    ]
    const error = await connection.declare({ subscriptions: asked }).catch((thrown) => thrown)
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      'subscription absent of pizzeria does not exist',
      'subscription checked of pizzeria lacks the address other',
      'subscription checked of pizzeria lacks the type New',
    ])
    const { rows } = await stage.pool.query(`SELECT name FROM ${stage.schema}.subscriptions WHERE name = 'absent'`)
    expect(rows).toEqual([])
  })

  test('a check of a schema that is not there says how it comes there', async () => {
    await expect(stage.connect({ schema: 'nowhere_at_all', topology: 'check' })).rejects.toThrow(
      'schema nowhere_at_all is not set up; run the SQL of postgresSchema()',
    )
  })

  test('what was changed by hand is told, all of it', async () => {
    await stage.pool.query(postgresSchema(`${stage.schema}_changed`))
    await stage.pool.query(`ALTER TABLE ${stage.schema}_changed.messages DROP COLUMN subject CASCADE`)
    await stage.pool.query(`ALTER TABLE ${stage.schema}_changed.queue ALTER deliveries TYPE bigint`)
    await stage.pool.query(`DROP INDEX ${stage.schema}_changed.queue_lane`)
    await stage.pool.query(`ALTER TABLE ${stage.schema}_changed.messages DISABLE TRIGGER distribute`)
    await stage.pool.query(`DROP FUNCTION ${stage.schema}_changed.acknowledge`)
    const error = await stage.connect({ schema: `${stage.schema}_changed` }).catch((thrown) => thrown)
    expect(isTopologyMismatch(error) && error.differences).toEqual([
      `column ${stage.schema}_changed.messages.subject is missing`,
      `column ${stage.schema}_changed.queue.deliveries is of type bigint, not integer`,
      `index ${stage.schema}_changed.queue_lane is missing`,
      `the trigger distribute on "${stage.schema}_changed".messages is disabled`,
      `function ${stage.schema}_changed.acknowledge is missing`,
    ])
    await stage.pool.query(`DROP SCHEMA ${stage.schema}_changed CASCADE`)
  })

  test.each([100, 3_600_000])('an intake whose subscription was deleted says so, polling every %d ms', async (ms) => {
    const connection = await stage.connect({ pollIntervalMs: ms })
    const intake = await stage.open(connection, { name: 'deleted' })
    const received = intake.receive(1, AbortSignal.timeout(10_000))
    await stage.pool.query(`DELETE FROM ${stage.schema}.subscriptions WHERE name = 'deleted'`)
    await expect(received).rejects.toThrow('subscription deleted is gone')
  })
})
