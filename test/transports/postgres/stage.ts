import { randomUUID } from 'node:crypto'
import { type PostgresOptions, postgres } from '@tidings/runtime/postgres'
import {
  type Connection,
  type Holding,
  type Intake,
  type Outgoing,
  type SubscriptionPlace,
  systemClock,
} from '@tidings/runtime/transport'
import pg from 'pg'

/** A schema of one test file's own, and what plays in it. */
export interface Stage {
  readonly schema: string
  readonly pool: pg.Pool
  /** What the connections warned of. */
  readonly warnings: readonly string[]
  connect(options?: PostgresOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** Closes what was opened since the last time, and empties the tables. */
  clear(): Promise<void>
  close(): Promise<void>
}

export function openStage(url: string): Stage {
  const schema = `stage_${randomUUID().slice(0, 8)}`
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => {})
  const warnings: string[] = []
  const connections: Connection[] = []
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
    async open(connection, options) {
      const place = placeAt(options)
      await connection.declare({ subscriptions: [place] })
      return connection.open(place)
    },
    async clear() {
      const opened = connections.splice(0)
      await Promise.all(opened.map((connection) => connection.close()))
      const tables = ['messages', 'subscriptions', 'sources', 'queue', 'dead_letters'].map(
        (name) => `${schema}.${name}`,
      )
      // Of a test that failed a transaction may be open.
      await pool.query(cutOthers, [schema])
      if (opened.length > 0) await pool.query(`TRUNCATE ${tables.join(', ')}`)
    },
    async close() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await pool.end()
    },
  }
}

/** Ends what holds locks on the tables of a schema. */
const cutOthers = `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  WHERE c.relnamespace = to_regnamespace($1) AND l.pid <> pg_backend_pid()`

export const placeAt = (options: Partial<SubscriptionPlace> = {}): SubscriptionPlace => ({
  name: 'kitchen',
  application: 'pizzeria',
  sources: [{ address: 'orders' }],
  types: ['OrderConfirmed'],
  order: 'none',
  start: 'now',
  prefetch: 1_000,
  maxDeliveries: 5,
  ...options,
})

export const outgoing = (
  id: string,
  { key, address = 'orders' }: { key?: string; address?: string } = {},
): Outgoing => ({
  place: { address },
  message: {
    attributes: {
      specversion: '1.0',
      id,
      source: 'pizzeria',
      type: 'OrderConfirmed',
      datacontenttype: 'application/json',
    },
    data: new TextEncoder().encode(JSON.stringify({ orderId: id })),
  },
  ...(key !== undefined && { key }),
})

export const idsOf = (holdings: readonly Holding[]): string[] =>
  holdings.map(({ message }) => message?.attributes.id ?? 'none')

/** Receives until as many have come; rejects when they do not. */
export async function receive(intake: Intake, count: number, withinMs = 10_000): Promise<Holding[]> {
  const signal = AbortSignal.timeout(withinMs)
  const held: Holding[] = []
  while (held.length < count) {
    const next = await intake.receive(count - held.length, signal)
    if (next.length === 0) throw new Error(`received ${held.length} of ${count} messages within ${withinMs} ms`)
    held.push(...next)
  }
  return held
}

/** What is there for an intake now: nothing, when it is. */
export const receiveNow = async (intake: Intake): Promise<string[]> =>
  idsOf(await intake.receive(1_000, AbortSignal.timeout(300)))

export async function until(condition: () => unknown, what: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
