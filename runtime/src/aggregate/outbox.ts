import type { RaisedEvent } from './aggregate-root.js'

/** Keeps events in the very transaction that saves the aggregates, for a relay to publish. */
export interface Outbox<Transaction> {
  /** Records the events, in this order. What it throws undoes the transaction. */
  record(events: readonly RaisedEvent[], transaction: Transaction): Promise<void>
}
