import { randomUUID } from 'node:crypto'
import { type PostgresOptions, postgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { postgresPrograms } from './postgres-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = { leaseMs: 2_000, publishTimeoutMs: 3_000, pollIntervalMs: 1_000 } satisfies PostgresOptions

export const postgresSubject: SubjectKind = {
  title: 'PostgreSQL',
  file: 'postgres',
  isMissing: brokers.postgres.isMissing,
  note: brokers.postgres.note,
  async open() {
    const schema = `conformance_${randomUUID().slice(0, 8)}`
    const { url } = brokers.postgres
    const to = (connectionString: string) => () => postgres({ ...options, connectionString, schema })
    const pool = new pg.Pool({ connectionString: url })
    const own = privateBroker(brokers.postgres, to)
    const [nobody, stranger] = [new URL(url), new URL(url)]
    nobody.port = String(await freePort())
    stranger.pathname = '/no_such_database'
    return {
      subject: {
        transport: to(url),
        ...postgresPrograms(schema, async (sql, parameters) => (await pool.query(sql, parameters)).rows),
        checking: () => postgres({ ...options, connectionString: url, schema, topology: 'check' }),
        refused: [to(nobody.href), to(stranger.href)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        limitMs: 60_000,
        volume,
      },
      async close() {
        await own.close()
        await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
        await pool.end()
      },
    }
  },
}
