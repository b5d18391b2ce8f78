import type { AnyEvent } from '../event/event.js'
import type { Trace } from '../transport/holding.js'

/** One attempt to hand one event to one subscription: what a handler may know beside the event. */
export interface Delivery {
  readonly subscription: string
  /** The event as the handler gets it: decoded, and made into the newest version. */
  readonly event: AnyEvent
  /** 1 at first. Begins again after a hand-over: when a process was killed or closed with the event unfinished. */
  readonly attempt: number
  /**
   * How often the transport handed the event out before: what grows when a process is killed over it. Absent where
   * the transport cannot count.
   */
  readonly redeliveries: number | undefined
  /** The address that the event was carried to. */
  readonly address: string
  /** The values of the address's parameters. */
  readonly parameters: Readonly<Record<string, string>>
  /** What all events that follow from one first event share; events made inside the handler get it as theirs. */
  readonly correlationId: string
  /** What events made inside the handler name as their cause: the id of the event being handled. */
  readonly causationId: string
  /** Aborted when the time limit is reached, when the bus closes, or when the event went to somebody else. */
  readonly signal: AbortSignal
  /**
   * The inbox's transaction, as long as the handler runs: what is written in it is committed together with the record
   * that the event was handled. `undefined` where the subscription has no inbox.
   */
  readonly transaction: unknown
  /** The W3C trace context of the hop that brought the event. */
  readonly trace: Trace | undefined
}
