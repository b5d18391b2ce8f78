import type { Answer } from './answer.js'
import type { DeadLetterDetails } from './dead-letter.js'
import type { Holding } from './holding.js'

/**
 * One instance's end of one subscription. Of the five verbs, four are here; each settles with the transport before
 * it resolves, and rejects when it cannot know. Those that take several answer with the ones that were lost: no
 * longer held when the call came, since a lease ran out, a connection broke or they were settled before. That is
 * no error, and has no effect: the message is, or will be, with somebody else.
 */
export interface Intake {
  /**
   * How long a message stays held without being extended; absent where as long as the connection lives. The bus
   * extends everything that it holds at a third of it.
   */
  readonly leaseMs?: number
  /** `acknowledge` answers at once and costs nothing: the bus need not collect what is done. */
  readonly acknowledgesAtOnce?: true

  /**
   * The next messages, at least one and at most `max`, waiting for them as long as it takes, disconnections
   * included. Empty when `signal` is aborted; messages already taken are handed out, never dropped. Called by one
   * caller at a time. Never more than the subscription's `prefetch` are held. Rejects when the
   * subscription is gone; the bus says so in its health and tries again.
   */
  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]>

  /** Done: never handed out again. */
  acknowledge(holdings: readonly Holding[]): Answer<readonly Holding[]>

  /** Still at work: the lease begins anew. */
  extend(holdings: readonly Holding[]): Promise<readonly Holding[]>

  /**
   * Not done: handed out again, to anybody, at once or after `delayMs`. Where the transport keeps order per key
   * they go back to where they stood, and a delay holds the later ones of the key back as well.
   */
  return(holdings: readonly Holding[], delayMs?: number): Promise<readonly Holding[]>

  /**
   * Given up: stored among the subscription's dead letters, byte for byte, and then never handed out again.
   * Rejects when it could not be stored; then it is still held. `false` when it was lost.
   */
  park(holding: Holding, details: DeadLetterDetails): Promise<boolean>

  /**
   * How many messages nobody could handle if this instance closed now, those that it holds among them: nobody else
   * takes part, and nothing outlives the process. A bus that closes handles them first. Absent where messages
   * outlive the process.
   */
  stranded?(): number

  /** Receives no more and returns at once whatever is still held. */
  close(): Promise<void>
}
