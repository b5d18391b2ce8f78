import { setUpPostgres } from '@tidings/runtime/postgres'
import pg from 'pg'
import type { Entry } from './ledger.js'

/** Where outbox and inbox are, and the tables that stand for the application's own data. */
export const schema = 'proof_application'

/** Bounded, so that a connection that fell silent is given up, by the server too. */
export const openPool = (connectionString: string): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    statement_timeout: 5_000,
    idle_in_transaction_session_timeout: 5_000,
  })
  return pool.on('error', () => {})
}

export const transactionIn =
  (pool: pg.Pool) =>
  async <T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let failure: Error | undefined
    // Whoever takes a client out of its pool listens for the loss of its connection; else Node ends the process.
    const lose = (error: Error) => {
      failure = error
    }
    client.on('error', lose)
    try {
      await client.query('BEGIN')
      const result = await run(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(lose)
      throw error
    } finally {
      client.off('error', lose)
      client.release(failure)
    }
  }

/** `written` is what was committed together with an event, `effects` what handlers did about it. */
export async function setUpDatabase(connectionString: string): Promise<void> {
  const pool = openPool(connectionString)
  await setUpPostgres({ pool, schema })
  for (const table of ['written', 'effects']) {
    await pool.query(`CREATE TABLE ${schema}.${table} (key text, number integer, id text, process integer)`)
  }
  await pool.end()
}

export async function readTable(pool: pg.Pool, table: 'written' | 'effects'): Promise<readonly Entry[]> {
  const { rows } = await pool.query<Entry>(`SELECT key, number, id, process FROM ${schema}.${table} ORDER BY ctid`)
  return rows
}

export const insertInto = (table: 'written' | 'effects', { key, number, id }: Omit<Entry, 'process'>) => ({
  text: `INSERT INTO ${schema}.${table} (key, number, id, process) VALUES ($1, $2, $3, $4)`,
  values: [key, number, id, process.pid],
})
