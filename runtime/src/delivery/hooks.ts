import type { AnyEvent } from '../event/event.js'
import type { DeadLetterDetails } from '../transport/dead-letter.js'
import type { Holding, Trace } from '../transport/holding.js'
import type { Place } from '../transport/place.js'
import type { Delivery } from './delivery.js'

/**
 * What goes on in a bus, for spans, metrics and logs. One that is not given costs nothing; one that throws or rejects
 * is reported once, and harms nothing.
 */
export interface Hooks {
  /** Around each attempt. Calls `next` once and returns what it returns; what it does besides cannot change that. */
  handle?(delivery: Delivery, next: () => unknown): unknown
  /** Around each publish, likewise. */
  publish?(events: readonly AnyEvent[], next: () => Promise<void>): Promise<void>
  /** The trace to be continued by what is published now. */
  trace?(): Trace | undefined
  published?(fact: Published): void
  /** A handler is done. */
  handled?(fact: Handled): void
  /** An attempt failed. Unless given, the first of a delivery is written to standard error. */
  failed?(fact: Failed): void
  /** Unless given, each is written to standard error. */
  deadLettered?(fact: DeadLettered): void
  /** An event of a type that the subscription did not ask for went by. */
  skipped?(fact: Skipped): void
  /** Something is wrong that no caller waits for. Unless given, it is written to standard error. */
  warned?(warning: Error): void
}

export interface Published {
  readonly event: AnyEvent
  readonly place: Place
}

export interface Handled {
  readonly delivery: Delivery
  readonly durationMs: number
}

export interface Failed {
  readonly delivery: Delivery
  readonly error: unknown
  readonly durationMs: number
  /** When it is tried again; absent when it is not. */
  readonly retryInMs?: number
}

export interface DeadLettered {
  readonly subscription: string
  readonly holding: Holding
  readonly details: DeadLetterDetails
  /** What was thrown last. */
  readonly error: unknown
}

export interface Skipped {
  readonly subscription: string
  readonly holding: Holding
}
