/**
 * Runs one statement with the parameters `$1`, `$2`, … in a transaction of the caller's, by whatever client holds it.
 *
 * ```ts
 * const drizzle: RunStatement = (transaction, sql, parameters) => …
 * ```
 */
export type RunStatement = (transaction: unknown, sql: string, parameters: readonly unknown[]) => Promise<unknown>

/** By the method that `pg`, PGlite and TypeORM have. */
export const queryOf: RunStatement = async (transaction, sql, parameters) => {
  if (isQueryable(transaction)) return transaction.query(sql, [...parameters])
  throw new TypeError(
    'the transaction has no method query(sql, parameters); say by the option statement how to run a statement in it',
  )
}

const isQueryable = (value: unknown): value is { query(sql: string, parameters: unknown[]): Promise<unknown> } =>
  typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'function'
