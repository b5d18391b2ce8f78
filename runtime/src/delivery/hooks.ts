import type { AnyEvent } from '../event/event.js'
import type { Trace } from '../transport/holding.js'
import type { Delivery } from './delivery.js'
import type { Circumstances, DeadLettered, Failed, Handled, Published, Received, Redriven, Skipped } from './facts.js'
import type { Sending, Sent } from './sending.js'

/**
 * What goes on in a bus, for spans, metrics and logs. One that is not given costs nothing; one that throws or rejects
 * is reported once, and harms nothing.
 */
export interface Hooks {
  /** Around each attempt. Calls `next` once and returns what it returns; what it does besides cannot change that. */
  handle?(delivery: Delivery, next: () => unknown, circumstances: Circumstances): unknown
  /** Around each publish, likewise. */
  publish?(events: readonly AnyEvent[], next: () => Promise<void>): Promise<void>
  /** The trace to be continued by what is published now. */
  trace?(): Trace | undefined
  /** Messages are about to be sent, whoever sends them. */
  send?(sending: Sending): Sent | undefined
  published?(fact: Published): void
  /** Messages came in, to be handled when it is their turn. */
  received?(fact: Received): void
  /** A handler is done. */
  handled?(fact: Handled): void
  /** An attempt failed. Unless given, the first of a delivery is written to standard error. */
  failed?(fact: Failed): void
  /** Unless given, each is written to standard error. */
  deadLettered?(fact: DeadLettered): void
  /** An event of a type that the subscription did not ask for went by. */
  skipped?(fact: Skipped): void
  /** A dead letter was given back to its subscription. */
  redriven?(fact: Redriven): void
  /** Something is wrong that no caller waits for. Unless given, it is written to standard error. */
  warned?(warning: Error): void
  /** Standard error is written to as if these hooks were not there: for those that tell nobody who would look. */
  readonly keepsStandardError?: boolean
}

/** Those that are called. */
export type HookName = Exclude<keyof Hooks, 'keepsStandardError'>
