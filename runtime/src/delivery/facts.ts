import type { AnyEvent } from '../event/event.js'
import type { Attributes } from '../message/message.js'
import type { DeadLetterDetails } from '../transport/dead-letter.js'
import type { Holding } from '../transport/holding.js'
import type { Place } from '../transport/place.js'
import type { Delivery } from './delivery.js'

/** Where a delivery comes from, as far as a handler need not know it. */
export interface Circumstances {
  readonly holding: Holding
  /** The transport's name. */
  readonly transport: string
  /** The channel's address with its parameters in braces, where it has some. */
  readonly family?: string
}

export interface Published {
  readonly event: AnyEvent
  readonly place: Place
}

export interface Received {
  readonly subscription: string
  readonly transport: string
  /** At least one. */
  readonly deliveries: readonly Circumstances[]
  /** How long was waited for them. */
  readonly durationMs: number
}

export interface Handled extends Circumstances {
  readonly delivery: Delivery
  readonly durationMs: number
}

export interface Failed extends Circumstances {
  readonly delivery: Delivery
  readonly error: unknown
  readonly durationMs: number
  /** When it is tried again; absent when it is not. */
  readonly retryInMs?: number
}

export interface DeadLettered extends Circumstances {
  readonly subscription: string
  readonly details: DeadLetterDetails
  /** What was thrown last. */
  readonly error: unknown
}

export interface Skipped extends Circumstances {
  readonly subscription: string
}

export interface Redriven {
  readonly subscription: string
  /** The dead letter's. */
  readonly id: string
  readonly transport: string
  readonly place: Place
  /** The event's; absent where it is no CloudEvent. */
  readonly attributes?: Attributes
}
