import type { RaisedEvent } from './aggregate-root.js'

/** An event with the aggregate that raised it: what one aggregate raised is to be published in order. */
export interface RecordedEvent extends RaisedEvent {
  readonly aggregate: { readonly type: string; readonly id: string }
}

/** Keeps events in the very transaction that saves the aggregates, for a relay to publish. */
export interface Outbox<Transaction> {
  /** Records the events, in this order. What it throws undoes the transaction. */
  record(events: readonly RecordedEvent[], transaction: Transaction): Promise<void>
}
