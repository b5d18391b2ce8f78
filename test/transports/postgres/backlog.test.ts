import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { cleanUp } from '../../../runtime/src/transports/postgres/clean-up.js'
import { openPg } from '../../../runtime/src/transports/postgres/client.js'
import { namesIn } from '../../../runtime/src/transports/postgres/names.js'
import type { Server } from '../../../runtime/src/transports/postgres/server.js'
import { brokers } from '../../brokers/brokers.js'
import { outgoing } from '../stage.js'
import { openStage, type Stage } from './stage.js'

const { isMissing, note } = brokers.postgres

const size = 100_000

/** What the planner may believe of the queue when a backlog of `key`s waits. */
const states = {
  'never analyzed': (backlog) => backlog.putIn(),
  'analyzed when empty': async (backlog) => {
    await backlog.analyze()
    await backlog.putIn()
  },
  'analyzed while it was put in': (backlog) => backlog.putIn({ meanwhile: backlog.analyze }),
  'analyzed when full': async (backlog) => {
    await backlog.putIn()
    await backlog.analyze()
  },
  'analyzed before most of it went': async (backlog) => {
    await backlog.putIn()
    await backlog.analyze()
    await backlog.remove('position % 100 > 0')
  },
  'analyzed when all of another had gone': async (backlog) => {
    await backlog.putIn()
    await backlog.remove('true')
    await backlog.analyze()
    await backlog.putIn()
  },
  'analyzed when another subscription had most': async (backlog) => {
    await backlog.putIn({ address: 'bills' })
    await backlog.putIn({ size: 2_000 })
    await backlog.analyze()
    await backlog.putIn()
  },
} as const satisfies Record<string, (backlog: Backlog) => Promise<void>>

interface Backlog {
  putIn(some?: { address?: string; size?: number; meanwhile?: () => Promise<void> }): Promise<void>
  remove(condition: string): Promise<void>
  analyze(): Promise<void>
}

describe.skipIf(isMissing)(`a backlog of ${size} in PostgreSQL${note}`, { timeout: 60_000 }, () => {
  let stage: Stage
  beforeAll(() => {
    stage = openStage(brokers.postgres.url)
  })
  afterEach(() => stage.clear())
  afterAll(() => stage.close())

  /** How many rows and blocks are read, all indexes and scans together, by what is done meanwhile. */
  async function readBy(session: pg.Pool, work: () => Promise<unknown>) {
    const count = async () => {
      await session.query('SELECT pg_stat_force_next_flush()')
      const { rows } = await session.query(
        `SELECT sum(seq_tup_read + idx_tup_fetch)::integer AS rows,
                sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::integer AS blocks
         FROM pg_stat_user_tables JOIN pg_statio_user_tables USING (relid) WHERE pg_stat_user_tables.schemaname = $1`,
        [stage.schema],
      )
      return rows[0]
    }
    const before = await count()
    await work()
    const after = await count()
    return { rows: after.rows - before.rows, blocks: after.blocks - before.blocks }
  }

  /** `key` is SQL. What its statements read is counted before they are done, and not as read by a claim. */
  function backlogOf(key: string): Backlog {
    const run = async (...statements: (readonly [sql: string, parameters?: unknown[]] | (() => Promise<void>))[]) => {
      const client = await stage.pool.connect()
      for (const each of statements) await (typeof each === 'function' ? each() : client.query(...each))
      await client.query('SELECT pg_stat_force_next_flush()')
      client.release()
    }
    return {
      putIn: ({ address = 'orders', size: count = size, meanwhile = async () => {} } = {}) =>
        run(
          ['BEGIN'],
          [
            `INSERT INTO ${stage.schema}.messages (address, key, source, type)
             SELECT $1, ${key}, 'pizzeria', 'OrderConfirmed' FROM generate_series(1, $2::integer) AS number`,
            [address, count],
          ],
          meanwhile,
          ['COMMIT'],
        ),
      remove: (condition) => run([`DELETE FROM ${stage.schema}.queue WHERE ${condition}`]),
      analyze: () => run([`ANALYZE ${stage.schema}.queue, ${stage.schema}.messages`]),
    }
  }

  const backlogs = [
    { what: 'without order', order: 'none', key: 'NULL' },
    { what: 'of one key', order: 'per-key', key: "'hot'" },
    { what: 'of as many keys', order: 'per-key', key: 'number::text' },
  ] as const

  describe.each(backlogs)('$what', ({ order, key }) => {
    test.each(Object.entries(states))('%s, a claim reads only what it takes', async (state, bringAbout) => {
      const pool = new pg.Pool({ connectionString: brokers.postgres.url, max: 1 })
      const connection = await stage.connect({ pool, connectionString: undefined as never, pollIntervalMs: 60_000 })
      await stage.open(connection, { name: 'accounts', sources: [{ address: 'bills' }], order })
      const intake = await stage.open(connection, { order })
      // Plans are kept from here on.
      for (const each of [outgoing('first', { key: 'a' }), outgoing('second')]) {
        await connection.carry([each])
        await intake.acknowledge(await intake.receive(20, AbortSignal.timeout(10_000)))
      }
      await bringAbout(backlogOf(key))
      await connection.carry([outgoing('cool', { key: 'zzz' })])
      const read = await readBy(pool, async () => {
        const held = await intake.receive(20, AbortSignal.timeout(10_000))
        if (key === "'hot'") expect(held.map((each) => each.key)).toEqual(['hot', 'zzz'])
        else expect(held).toHaveLength(20)
        await intake.extend(held)
        await intake.acknowledge(held)
        await intake.return(await intake.receive(20, AbortSignal.timeout(10_000)))
        await intake.return(await intake.receive(1_000, AbortSignal.timeout(10_000)))
      })
      expect(read.rows).toBeLessThan(10_000)
      // Index entries that are passed over count as no row. Those of rows that went are passed over once.
      const hasDead = state === 'analyzed when all of another had gone'
      if (key === "'hot'") expect(read.blocks).toBeLessThan(hasDead ? 4_000 : 1_000)
      await stage.clear()
      await pool.end()
    })
  })

  test.each(Object.entries(states))('%s, cleaning up reads each message once', async (_, bringAbout) => {
    const pool = new pg.Pool({ connectionString: brokers.postgres.url, max: 1 })
    const connection = await stage.connect()
    await stage.open(connection, { name: 'accounts', sources: [{ address: 'bills' }] })
    await stage.open(connection)
    await bringAbout(backlogOf('NULL'))
    const database = await openPg(pool)
    const closing = new AbortController().signal
    const server = { database, names: namesIn(stage.schema), closing, patience: {} } as Server
    const read = await readBy(pool, () => cleanUp(server, { retentionMs: 0 }, '0'))
    // Each message, and what of it is in the queue.
    expect(read.rows).toBeLessThan(3 * size)
    await stage.clear()
    await pool.end()
  })
})
