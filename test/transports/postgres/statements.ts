import type { RunStatement } from '@tidings/runtime/postgres'
import { type SQL, sql } from 'drizzle-orm'
import { CompiledQuery } from 'kysely'

/** How other clients than `pg` run a statement in a transaction of theirs; docs/outbox.md shows them. */
export const drizzleStatement: RunStatement = (transaction, text, parameters) => {
  const parts = text
    .split(/(\$\d+)/)
    .map((part) => (/^\$\d+$/.test(part) ? sql.param(parameters[Number(part.slice(1)) - 1]) : sql.raw(part)))
  return (transaction as { execute(query: SQL): Promise<unknown> }).execute(sql.join(parts))
}

export const kyselyStatement: RunStatement = (transaction, text, parameters) =>
  (transaction as { executeQuery(query: CompiledQuery): Promise<unknown> }).executeQuery(
    CompiledQuery.raw(text, [...parameters]),
  )
