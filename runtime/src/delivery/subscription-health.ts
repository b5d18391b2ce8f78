/** How a subscription is doing on this instance. */
export interface SubscriptionHealth {
  readonly subscription: string
  /** Messages held here, those in the two lines below among them. */
  readonly held: number
  readonly handling: number
  /** Failed, and waiting to be tried again. */
  readonly backingOff: number
  /** Messages of types not asked for that went by since the start. */
  readonly skipped: number
  /** Dead letters since the start. */
  readonly deadLettered: number
  /** What is wrong, in sentences; empty when nothing is. */
  readonly problems: readonly string[]
}
