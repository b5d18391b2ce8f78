import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cleanUp } from '../../../runtime/src/transports/postgres/clean-up.js'
import { openPg } from '../../../runtime/src/transports/postgres/client.js'
import { namesIn } from '../../../runtime/src/transports/postgres/names.js'
import type { Server } from '../../../runtime/src/transports/postgres/server.js'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`cleaning up in PostgreSQL${note}`, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  /** What the connection does now and then by itself. */
  async function clean(retentionMs: number): Promise<readonly string[]> {
    const database = await openPg(stage.pool)
    const closing = new AbortController().signal
    const server = { database, names: namesIn(stage.schema), closing, patience: {} } as Server
    await cleanUp(server, { retentionMs }, '0')
    const { rows } = await stage.pool.query(`SELECT id FROM ${stage.schema}.messages ORDER BY position`)
    return rows.map(({ id }) => id)
  }

  test('a message goes when every subscription is done with it and its time is over', async () => {
    const connection = await stage.connect()
    const kitchen = await stage.open(connection, { name: 'kitchen' })
    await stage.open(connection, { name: 'email' })
    await connection.carry(['1', '2', '3'].map((id) => outgoing(id)))
    const held = await receive(kitchen, 3)
    await kitchen.acknowledge(held)
    expect(await clean(0)).toEqual(['1', '2', '3'])
    const email = await stage.open(connection, { name: 'email' })
    const [first, ...others] = await receive(email, 3)
    await email.acknowledge(first ? [first] : [])
    expect(await clean(60_000)).toEqual(['1', '2', '3'])
    expect(await clean(0)).toEqual(['2', '3'])
    await email.acknowledge(others)
    expect(await clean(0)).toEqual([])
  })

  test('a dead letter keeps its message, however old it is', async () => {
    const connection = await stage.connect()
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1'), outgoing('2')])
    const [one, two] = await receive(intake, 2)
    if (one === undefined || two === undefined) throw new Error('two messages')
    const parkedAt = new Date().toISOString()
    await intake.park(one, { reason: 'invalid', error: { name: 'Error', message: '' }, attempts: 0, parkedAt })
    await intake.acknowledge([two])
    expect(await clean(0)).toEqual(['1'])
    for await (const { subscription, id } of connection.deadLetters?.list({}) ?? []) {
      await connection.deadLetters?.redrive(subscription, id)
    }
    expect(await clean(0)).toEqual(['1'])
    expect(idsOf(await receive(intake, 1))).toEqual(['1'])
  })

  test('more than a batch goes, and what is needed is passed over', async () => {
    const connection = await stage.connect()
    await stage.open(connection, { sources: [{ address: 'kept' }] })
    const insert = (address: string, count: number) =>
      stage.pool.query(
        `INSERT INTO ${stage.schema}.messages (address, id, source, type)
         SELECT $1, $1, 'pizzeria', 'OrderConfirmed' FROM generate_series(1, $2::integer)`,
        [address, count],
      )
    await insert('kept', 1_500)
    await insert('gone', 2_500)
    expect((await clean(0)).every((id) => id === 'kept')).toBe(true)
    expect(await clean(0)).toHaveLength(1_500)
  })
})
