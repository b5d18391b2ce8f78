import type { AggregateRoot } from './aggregate-root.js'

/** Where aggregates of one type are saved: what a unit of work needs of it. */
export interface Repository<A extends AggregateRoot, Transaction> {
  /** Saves it as part of the transaction. */
  save(aggregate: A, transaction: Transaction): unknown
}
