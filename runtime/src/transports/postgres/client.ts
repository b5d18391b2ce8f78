import { cannotConnect } from './cannot-connect.js'
import {
  answerTimeoutMs,
  type Database,
  type Listener,
  type Listening,
  type QueryOptions,
  type Row,
  type Session,
  slowTimeoutMs,
} from './database.js'
import { PreparedStatements } from './prepared-statements.js'

/** The slice of a `pg.Pool` that is needed. */
export interface PgPool {
  query(query: PgQuery): Promise<{ readonly rows: Row[] }>
  connect(): Promise<PgPoolClient>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  /** With what it connects, and how: so the listening connection is made. */
  readonly options: object
  readonly Client?: unknown
}

/** The slice of a `pg.PoolClient` that is needed. */
export interface PgPoolClient {
  query(query: PgQuery): Promise<{ readonly rows: Row[] }>
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
  release(error?: Error | boolean): void
}

interface PgQuery {
  /** The server keeps the statement under it, and parses and plans it once for each of its connections. */
  readonly name?: string
  readonly text: string
  readonly values?: unknown[]
  readonly query_timeout?: number
}

/** The slice of a `pg.Client` that is needed. */
interface PgClient {
  readonly host?: string
  readonly port?: number
  readonly database?: string
  connect(): Promise<unknown>
  query(query: PgQuery): Promise<unknown>
  end(): Promise<void>
  on(event: 'notification', listener: (message: { readonly payload?: string }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'end', listener: () => void): unknown
}

interface Pg {
  readonly Pool: new (options: object) => PgPool
  readonly Client: new (options: object) => PgClient
}

export interface PgOptions {
  readonly connectionString?: string
  readonly maxConnections: number
}

/** PostgreSQL behind `pg`: by connections of our own, or those of the user's pool. Rejects when it cannot be reached. */
export async function openPg(given: PgOptions | PgPool): Promise<Database> {
  const isOwn = !('query' in given)
  const pool = isOwn ? new (await loadPg()).Pool(poolOptions(given)) : given
  const Client = (pool.Client ?? (await loadPg()).Client) as Pg['Client']
  // An idle connection that breaks is replaced by the next that is wanted; without a listener Node would end.
  if (isOwn) pool.on('error', () => {})
  try {
    await run(pool, 'SELECT 1')
  } catch (error) {
    if (isOwn) await pool.end()
    throw cannotConnect(error, pool.options, Client)
  }
  const prepared = new PreparedStatements()
  return {
    query: (sql, parameters, options) =>
      options?.isPrepared
        ? prepared.run(sql, (name) => run(pool, sql, parameters, { ...options, name }))
        : run(pool, sql, parameters, options),
    script: async (sql) => {
      await run(pool, sql, [], { timeoutMs: slowTimeoutMs })
    },
    transaction: (work) => transact(pool, work),
    listen: (channel, listener) => listen(new Client(pool.options), channel, listener),
    close: async () => {
      if (isOwn) await pool.end()
    },
  }
}

async function loadPg(): Promise<Pg> {
  try {
    const { default: pg } = await import('pg')
    return pg as unknown as Pg
  } catch (cause) {
    throw new Error('postgres needs the package pg: npm install pg', { cause })
  }
}

const poolOptions = ({ connectionString, maxConnections }: PgOptions) => ({
  ...(connectionString !== undefined && { connectionString }),
  max: maxConnections,
  connectionTimeoutMillis: 10_000,
  keepAlive: true,
  // An idle bus that only publishes lets the process end.
  allowExitOnIdle: true,
  application_name: 'tidings',
})

async function run(
  connection: Pick<PgPool, 'query'>,
  text: string,
  values: readonly unknown[] = [],
  { timeoutMs = answerTimeoutMs, name }: QueryOptions & { readonly name?: string | undefined } = {},
): Promise<readonly Row[]> {
  const { rows } = await connection.query({
    text,
    ...(name !== undefined && { name }),
    // Without parameters a query may hold several statements.
    ...(values.length > 0 && { values: [...values] }),
    query_timeout: Math.max(1, Math.ceil(timeoutMs)),
  })
  return rows
}

async function transact<T>(pool: PgPool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const bound = { query_timeout: answerTimeoutMs }
  let broken: Error | undefined
  // A connection that breaks between two statements tells it here; without a listener Node would end.
  const breaks = (error: Error) => {
    broken = error
  }
  client.on('error', breaks)
  try {
    await client.query({ text: 'BEGIN ISOLATION LEVEL READ COMMITTED', ...bound })
    const result = await work({
      query: (sql, parameters, options) => run(client, sql, parameters, options),
      script: async (sql) => {
        await run(client, sql, [], { timeoutMs: slowTimeoutMs })
      },
    })
    await client.query({ text: 'COMMIT', ...bound })
    return result
  } catch (error) {
    await client.query({ text: 'ROLLBACK', ...bound }).catch((failure) => {
      broken = failure
    })
    throw error
  } finally {
    client.off('error', breaks)
    client.release(broken)
  }
}

async function listen(client: PgClient, channel: string, listener: Listener): Promise<Listening> {
  let isOver = false
  const lose = (error: Error) => {
    if (isOver) return
    isOver = true
    client.end().catch(() => {})
    listener.lost(error)
  }
  client.on('notification', ({ payload = '' }) => listener.notified(payload))
  client.on('error', lose)
  client.on('end', () => lose(new Error('the listening connection ended')))
  try {
    await client.connect()
    await client.query({ text: `LISTEN ${channel}`, query_timeout: answerTimeoutMs })
  } catch (error) {
    isOver = true
    client.end().catch(() => {})
    throw error
  }
  return {
    async check(timeoutMs) {
      await client.query({ text: 'SELECT 1', query_timeout: timeoutMs })
    },
    async close() {
      isOver = true
      await client.end()
    },
  }
}
