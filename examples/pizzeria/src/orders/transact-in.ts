import type { Pool, PoolClient } from 'pg'
import { OrderChangedMeanwhile } from './order-repository.js'

const attempts = 3

/**
 * Runs work of a unit of work in a transaction. When somebody else changed an order meanwhile, all is undone and the
 * work is run again: it finds the order as it is now, and decides anew.
 */
export const transactIn =
  (pool: Pool) =>
  async <T>(run: (client: PoolClient) => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await transact(pool, run)
      } catch (error) {
        if (attempt === attempts || !(error instanceof OrderChangedMeanwhile)) throw error
      }
    }
  }

async function transact<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await run(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even undo is not used again.
    await client.query('ROLLBACK').then(
      () => client.release(),
      (broken) => client.release(broken),
    )
    throw error
  }
}
