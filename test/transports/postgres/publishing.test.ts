import { isNotAccepted } from '@tidings/runtime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, placeAt, receive, receiveNow } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`publishing in PostgreSQL${note}`, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  test('what a transaction of the caller publishes comes with its commit, and not before', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await connection.carry([outgoing('1'), outgoing('2')], { transaction: client })
    expect(await receiveNow(intake)).toEqual([])
    await client.query('COMMIT')
    client.release()
    expect(idsOf(await receive(intake, 2))).toEqual(['1', '2'])
  })

  test('what a transaction of the caller publishes goes with its rollback', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await connection.carry([outgoing('undone')], { transaction: client })
    await client.query('ROLLBACK')
    client.release()
    await connection.carry([outgoing('marker')])
    expect(idsOf(await receive(intake, 1))).toEqual(['marker'])
  })

  test('an event is not skipped since one with a larger number was committed first', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await connection.carry([outgoing('slow')], { transaction: client })
    await connection.carry([outgoing('quick')])
    const [quick] = await receive(intake, 1)
    expect(quick?.message?.attributes.id).toBe('quick')
    await intake.acknowledge(quick ? [quick] : [])
    await client.query('COMMIT')
    client.release()
    expect(idsOf(await receive(intake, 1))).toEqual(['slow'])
  })

  test('a transaction that is open elsewhere holds up nothing', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const client = await stage.pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT pg_current_xact_id()')
    await connection.carry([outgoing('1')])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
    await client.query('ROLLBACK')
    client.release()
  })

  test('a transaction with an old snapshot is refused rather than miss a subscription that is new', async () => {
    const connection = await stage.connect()
    const client = await stage.pool.connect()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await client.query('SELECT 1')
    const intake = await stage.open(connection, { name: 'newcomer' })
    const carried = connection.carry([outgoing('1')], { transaction: client })
    await expect(carried).rejects.toMatchObject({ code: '40001' })
    await client.query('ROLLBACK')

    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await connection.carry([outgoing('1')], { transaction: client })
    await client.query('COMMIT')
    client.release()
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('a message that the database refuses harms none that was published beside it', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const outcomes = await Promise.all([
      connection.carry([outgoing('1')]),
      connection.carry([outgoing('nul', { key: 'a\0b' })]),
      connection.carry([outgoing('2')]),
    ])
    expect(outcomes.flat().map((outcome) => isNotAccepted(outcome))).toEqual([false, true, false])
    expect(idsOf(await receive(intake, 2))).toEqual(['1', '2'])
  })

  test('what cannot run a statement is refused as a transaction', async () => {
    const connection = await stage.connect()
    await expect(connection.carry([outgoing('1')], { transaction: {} })).rejects.toThrow(
      'the transaction has no method query(sql, parameters)',
    )
  })

  test('a program that knows nothing of us publishes by an insert, and by a CloudEvent', async () => {
    const connection = await stage.connect()
    const place = placeAt({ name: 'foreign', types: ['OrderConfirmed', 'com.example.refunded'] })
    await connection.declare({ subscriptions: [place] })
    const intake = await connection.open(place)
    await stage.pool.query(
      `INSERT INTO ${stage.schema}.messages (address, key, id, source, type, datacontenttype, data)
       VALUES ('orders', '17', 'a', '/psql', 'OrderConfirmed', 'application/json', convert_to('{"pizza":"càpri"}', 'UTF8'))`,
    )
    await stage.pool.query(`SELECT ${stage.schema}.publish('orders', $1)`, [
      '{"id":"b","source":"/psql","type":"com.example.refunded","partitionkey":"18","priority":7,"data":{"cents":100}}',
    ])
    const [a, b] = await receive(intake, 2)
    expect(a).toMatchObject({ key: '17', message: { attributes: { id: 'a', source: '/psql' } } })
    expect(Buffer.from(a?.message?.data ?? []).toString()).toBe('{"pizza":"càpri"}')
    expect(b?.message?.attributes).toEqual({
      specversion: '1.0',
      id: 'b',
      source: '/psql',
      type: 'com.example.refunded',
      datacontenttype: 'application/json',
      partitionkey: '18',
      priority: 7,
    })
    expect(Buffer.from(b?.message?.data ?? []).toString()).toBe('{"cents":100}')
  })

  test('whoever may insert messages, and nothing else, publishes', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    const role = `${stage.schema}_till`
    const client = await stage.pool.connect()
    await client.query(`CREATE ROLE ${role}`)
    await client.query(`GRANT USAGE ON SCHEMA ${stage.schema} TO ${role}`)
    await client.query(`GRANT INSERT ON ${stage.schema}.messages TO ${role}`)
    await client.query(`SET ROLE ${role}`)
    await client.query(
      `INSERT INTO ${stage.schema}.messages (address, id, source, type) VALUES ('orders', '1', '/till', 'OrderConfirmed')`,
    )
    await expect(client.query(`SELECT FROM ${stage.schema}.queue`)).rejects.toThrow('permission denied')
    await client.query('RESET ROLE')
    await client.query(`DROP OWNED BY ${role}`)
    await client.query(`DROP ROLE ${role}`)
    client.release()
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('a view shows every message as a structured CloudEvent', async () => {
    const connection = await stage.connect()
    const message = {
      attributes: {
        specversion: '1.0' as const,
        id: 'view-1',
        source: '/naples',
        type: 'OrderConfirmed',
        time: '2026-03-01T12:00:00.120+01:00',
        subject: '“17”',
        datacontenttype: 'application/json; charset=utf-8',
        urgent: true,
        table: 4,
      },
      headers: { tenant: 'mario' },
      data: new TextEncoder().encode('{"a": null, "b": "\\u0000é"}'),
    }
    const binary = { ...message.attributes, id: 'view-2', datacontenttype: 'image/png' }
    await connection.carry([
      { place: { address: 'orders' }, message },
      { place: { address: 'orders' }, message: { attributes: binary, data: Uint8Array.of(0, 255) } },
    ])
    const { rows } = await stage.pool.query(
      `SELECT event::text AS event FROM ${stage.schema}.events WHERE source = '/naples' ORDER BY position`,
    )
    expect(rows.map(({ event }) => JSON.parse(event))).toEqual([
      { ...message.attributes, messageheaders: '{"tenant":"mario"}', data: { a: null, b: '\0é' } },
      { ...binary, data_base64: 'AP8=' },
    ])
  })
})
