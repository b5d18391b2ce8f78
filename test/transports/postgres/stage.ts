import { randomUUID } from 'node:crypto'
import { type PostgresOptions, postgres } from '@tidings/runtime/postgres'
import { type Connection, type Intake, type SubscriptionPlace, systemClock } from '@tidings/runtime/transport'
import pg from 'pg'
import { openAt } from '../stage.js'

/** A schema of one test file's own, and what plays in it. */
export interface Stage {
  readonly schema: string
  readonly pool: pg.Pool
  /** What the connections warned of. */
  readonly warnings: readonly string[]
  connect(options?: PostgresOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** Closes what was opened since the last time. */
  end(): Promise<void>
  /** The same, and empties the tables. */
  clear(): Promise<void>
  close(): Promise<void>
}

export function openStage(url: string): Stage {
  const schema = `stage_${randomUUID().slice(0, 8)}`
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => {})
  const warnings: string[] = []
  const connections: Connection[] = []
  const end = async () => {
    const opened = connections.splice(0)
    await Promise.all(opened.map((connection) => connection.close()))
    return opened.length
  }
  return {
    schema,
    pool,
    warnings,
    async connect(options) {
      const transport = postgres({ connectionString: url, schema, pollIntervalMs: 100, ...options })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    open: openAt,
    async end() {
      await end()
    },
    async clear() {
      const opened = await end()
      const tables = ['messages', 'subscriptions', 'sources', 'queue', 'dead_letters'].map(
        (name) => `${schema}.${name}`,
      )
      // Of a test that failed a transaction may be open.
      await pool.query(cutOthers, [schema])
      if (opened > 0) await pool.query(`TRUNCATE ${tables.join(', ')}`)
    },
    async close() {
      await end()
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await pool.end()
    },
  }
}

/** Ends what holds locks on the tables of a schema. */
const cutOthers = `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  WHERE c.relnamespace = to_regnamespace($1) AND l.pid <> pg_backend_pid()`
