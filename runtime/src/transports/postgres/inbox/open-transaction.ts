import { AsyncLocalStorage } from 'node:async_hooks'

const handling = new AsyncLocalStorage<{ readonly transaction: unknown; isOpen: boolean }>()

/** Runs what a handler does inside a transaction of its inbox. */
export async function runInTransaction<T>(transaction: unknown, work: () => Promise<T>): Promise<T> {
  const held = { transaction, isOpen: true }
  try {
    return await handling.run(held, work)
  } finally {
    held.isOpen = false
  }
}

/** Whether the code that asks runs inside a transaction of an inbox that is PGlite's, and so holds its only session. */
export function isHoldingPglite(): boolean {
  const held = handling.getStore()
  return held?.isOpen === true && isOfPglite(held.transaction)
}

/** `pg` and its like have no `exec`; none of the query builders has both. */
const isOfPglite = (transaction: unknown): boolean => {
  const { exec, rollback } = Object(transaction) as { readonly exec?: unknown; readonly rollback?: unknown }
  return typeof exec === 'function' && typeof rollback === 'function'
}
