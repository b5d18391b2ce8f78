import pg from 'pg'
import { transactIn } from '../../../test/transports/postgres/transact-in.js'

export interface Business {
  readonly pool: pg.Pool
  /** Runs in a transaction that commits when it resolves. */
  readonly transaction: <T>(run: (client: pg.PoolClient) => Promise<T>) => Promise<T>
  save(client: pg.PoolClient, id: string): Promise<unknown>
  close(): Promise<void>
}

/** A table of what an application saves, and its pool. */
export async function openBusiness(url: string, line: string): Promise<Business> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  await pool.query(`CREATE TABLE ${line}_orders (id text PRIMARY KEY, status text NOT NULL)`)
  return {
    pool,
    transaction: transactIn(() => pool),
    save: (client, id) => client.query(`INSERT INTO ${line}_orders VALUES ($1, 'confirmed')`, [id]),
    async close() {
      await pool.query(`DROP TABLE ${line}_orders`)
      await pool.end()
    },
  }
}
