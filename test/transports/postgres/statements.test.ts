import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { brokers } from '../../brokers/brokers.js'
import { idsOf, outgoing, receive, receiveNow } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

describe.skipIf(isMissing)(`statements in PostgreSQL${note}`, () => {
  let stage: Stage
  const pools: pg.Pool[] = []
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(async () => {
    await stage.clear()
    await Promise.all(pools.splice(0).map((pool) => pool.end()))
  })
  afterAll(() => stage.close())

  /** A connection to the transport over one to the server, as a pooler may have given it to others before. */
  async function connectBy(pool: pg.Pool) {
    const options = { pool, connectionString: undefined as never, pollIntervalMs: 60_000 }
    return stage.connect(options)
  }

  function newPool(): pg.Pool {
    const pool = new pg.Pool({ connectionString: brokers.postgres.url, max: 1 })
    pools.push(pool)
    return pool
  }

  async function preparedIn(pool: pg.Pool): Promise<readonly string[]> {
    const { rows } = await pool.query(
      `SELECT name FROM pg_prepared_statements WHERE name LIKE 'tidings%' ORDER BY name`,
    )
    return rows.map(({ name }) => name)
  }

  test('that publish, claim and acknowledge are prepared once', async () => {
    const pool = newPool()
    const connection = await connectBy(pool)
    const intake = await stage.open(connection)
    const pass = async (id: string) => {
      await connection.carry([outgoing(id)])
      await intake.acknowledge(await receive(intake, 1))
    }
    await pass('1')
    const prepared = await preparedIn(pool)
    await pass('2')
    expect(prepared).toHaveLength(3)
    expect(await preparedIn(pool)).toEqual(prepared)
  })

  test('do without where a pooler forgot them', async () => {
    const pool = newPool()
    const connection = await connectBy(pool)
    const intake = await stage.open(connection)
    await connection.carry([outgoing('1')])
    await pool.query('DEALLOCATE ALL')
    expect(await connection.carry([outgoing('2')])).toEqual([undefined])
    const held = await receive(intake, 2)
    expect(idsOf(held)).toEqual(['1', '2'])
    expect(await intake.acknowledge(held)).toEqual([])
    expect(await preparedIn(pool)).toEqual([])
  })

  test('do without where a pooler has them from somebody else', async () => {
    const [ours, others] = [newPool(), newPool()]
    const first = await connectBy(ours)
    await stage.open(first)
    await first.carry([outgoing('1')])
    for (const name of await preparedIn(ours)) await others.query(`PREPARE ${name} AS SELECT 1`)
    const second = await connectBy(others)
    const intake = await stage.open(second)
    expect(await second.carry([outgoing('2')])).toEqual([undefined])
    expect(idsOf(await receive(intake, 2))).toEqual(['1', '2'])
  })

  test('that acknowledge claim what is next of the key, where somebody waits for it', async () => {
    const pool = newPool()
    const asked = vi.spyOn(pool, 'query')
    const connection = await connectBy(pool)
    const intake = await stage.open(connection, { order: 'per-key' })
    expect(await receiveNow(intake)).toEqual([])
    const ids = ['1', '2', '3', '4', '5']
    await connection.carry(ids.map((id) => outgoing(id, { key: 'a' })))
    const seen: string[] = []
    let next = intake.receive(10, AbortSignal.timeout(5_000))
    for (const _ of ids) {
      const held = await next
      seen.push(...idsOf(held))
      next = intake.receive(10, AbortSignal.timeout(1_000))
      // Until it has found that there is nothing more for now.
      await new Promise((resolve) => setTimeout(resolve, 200))
      asked.mockClear()
      expect(await intake.acknowledge(held)).toEqual([])
      if (seen.length < ids.length) await next
      expect(asked).toHaveBeenCalledOnce()
    }
    expect(await next).toEqual([])
    expect(seen).toEqual(ids)
  })

  test('are none where there is nothing to look for', async () => {
    const pool = newPool()
    const asked = vi.spyOn(pool, 'query')
    const connection = await connectBy(pool)
    for (const order of ['none', 'per-key'] as const) {
      const intake = await stage.open(connection, { name: order, order })
      expect(await receiveNow(intake)).toEqual([])
      await connection.carry([outgoing('1', { key: 'a' })])
      const held = await intake.receive(10, AbortSignal.timeout(5_000))
      expect(idsOf(held)).toEqual(['1'])
      // It hears once more of what it has already.
      expect(await receiveNow(intake)).toEqual([])
      asked.mockClear()
      expect(await receiveNow(intake)).toEqual([])
      expect(asked.mock.calls.filter(([query]) => JSON.stringify(query).includes('.claim_'))).toEqual([])
      await intake.acknowledge(held)
    }
  })
})
