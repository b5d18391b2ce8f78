import type pg from 'pg'

/** Runs something in a transaction of a pool's, as applications do. */
export const transactIn =
  (pool: () => pg.Pool) =>
  async <T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool().connect()
    try {
      await client.query('BEGIN')
      const result = await run(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  }
