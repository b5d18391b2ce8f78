import type { Message } from '../message/message.js'
import type { Wire } from './holding.js'
import type { Place } from './place.js'

/** Why a message ended as a dead letter. Travels beside it, never inside. */
export interface DeadLetterDetails {
  readonly reason: DeadLetterReason
  /** What was thrown last. */
  readonly error: { readonly name: string; readonly message: string; readonly code?: string }
  /** Attempts in the last holding; 0 when the handler never ran. */
  readonly attempts: number
  readonly redeliveries?: number
  /** When the first and the last attempt began, RFC 3339; absent when there was none. */
  readonly firstAttemptAt?: string
  readonly lastAttemptAt?: string
  readonly parkedAt: string
  /** Hold the key's later messages back until this dead letter is redriven or discarded. */
  readonly parkKey?: boolean
}

export type DeadLetterReason =
  /** Every attempt failed, or the time for waiting between them was used up. */
  | 'attempts-exhausted'
  /** The handler said that trying again is useless. */
  | 'not-retryable'
  /** No CloudEvent, or its data cannot be parsed. */
  | 'undecodable'
  /** Its data or headers are not what the contract says. */
  | 'invalid'
  /** Handed out too often without an end: it may be what kills the process. */
  | 'redelivered-too-often'

export interface DeadLetter extends DeadLetterDetails {
  /** Opaque; unique within its subscription. */
  readonly id: string
  readonly subscription: string
  readonly place: Place
  readonly key?: string
  /** As it was carried; absent where it is no CloudEvent. */
  readonly message?: Message
  /** What stood on the wire, where there is no message. */
  readonly wire?: Wire
  /** How often it was redriven before. */
  readonly redrives: number
}

/** Which dead letters. */
export interface DeadLetterFilter {
  readonly subscription?: string
  /** CloudEvents type. */
  readonly type?: string
}

/** The dead letters of one application's subscriptions. Works without any subscription being received. */
export interface DeadLetters {
  /** Oldest first, in batches of the transport's choosing. */
  list(filter: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter>
  /**
   * Gives it back to the subscription that parked it and to no other, its count of deliveries at 0. `false` when
   * it is no longer there: of two redrives at once, one does it.
   */
  redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean>
  /** Forgets it. `false` when it is no longer there. */
  discard(subscription: string, id: string, signal?: AbortSignal): Promise<boolean>
}
