/**
 * Remembers in the application's own database what a subscription has handled, in the very transaction that holds the
 * effect: what comes again has none.
 */
export interface Inbox<Transaction = unknown> {
  /**
   * Runs `work` in a transaction that also records the event; both are committed, or neither is and it rejects with
   * what `work` threw. `false` when the event was recorded before: then `work` is not run.
   */
  handle(event: HandledEvent, work: (transaction: Transaction) => Promise<void>): Promise<boolean>
  /**
   * How long after they were parked dead letters may be redriven, in milliseconds. Records are kept for longer, so
   * that one that was handled after all is still known.
   */
  readonly redriveWithinMs: number
}

/** An event is the same when source and id are; each subscription handles it for itself. */
export interface HandledEvent {
  readonly application?: string
  readonly subscription: string
  readonly source: string
  readonly id: string
}
