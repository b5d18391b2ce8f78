import type { Message } from '../message/message.js'
import type { Answer } from './answer.js'
import type { Clock } from './clock.js'
import type { DeadLetters } from './dead-letter.js'
import type { Features } from './features.js'
import type { Trace } from './holding.js'
import type { Intake } from './intake.js'
import type { Place, SubscriptionPlace, Topology } from './place.js'

/**
 * What carries messages. A transport knows messages and holdings, never events or handlers; lanes, retries, time
 * limits and the decision for a dead letter are the bus's, so that all transports behave the same. It is a recipe
 * until it is connected: making one opens nothing. `docs/write-a-transport.md` builds one.
 */
export interface Transport {
  /** For messages to people: `in-memory`. */
  readonly name: string
  readonly features: Features
  /**
   * Messages never leave the process. The bus then hands over messages that nobody else has, and whose bytes are made
   * when somebody looks at them.
   */
  readonly isInProcess?: true
  /** Once for each bus. Rejects when it cannot be reached or lets nobody in; reconnects by itself from then on. */
  connect(options: ConnectOptions): Promise<Connection>
}

export interface ConnectOptions {
  /** Whose subscriptions and dead letters these are. Absent where the bus was given none. */
  readonly application?: string
  readonly signal?: AbortSignal
  readonly clock: Clock
  /** Something that nobody waits for went wrong: a lost connection, a possible loss. Must not throw. */
  warn(warning: Error): void
  /** For transports made for tests: between `true` and `false` the bus does not wait between attempts. */
  hurry?(on: boolean): void
}

/** One bus's end of a transport. */
export interface Connection {
  /**
   * Creates what is missing or compares what is there, before anything is carried or received. When it resolves
   * each subscription exists: whatever is carried from then on reaches it. Rejects with all differences at once.
   */
  declare(topology: Topology, signal?: AbortSignal): Promise<void>

  /**
   * Accepts messages for every subscription that exists, in order. Resolves when the broker has confirmed, with
   * one outcome for each, in the order given: `undefined`, or why it was not accepted. While the broker is away it
   * waits, bounded. Rejects only when nothing was accepted. The caller may reuse its bytes once this has
   * resolved.
   */
  carry(messages: readonly Outgoing[], options?: CarryOptions): Answer<readonly (Error | undefined)[]>

  /** Begins to take part in a declared subscription. */
  open(subscription: SubscriptionPlace): Promise<Intake>

  /** Present where the features have `redrive`. */
  readonly deadLetters?: DeadLetters

  health(signal?: AbortSignal): Promise<TransportHealth>

  /** Closes what is open, last the way by which acknowledgements travel. Again: the same promise. */
  close(): Promise<void>
}

export interface Outgoing {
  readonly place: Place
  readonly message: Message
  /** The partition key. */
  readonly key?: string
  readonly trace?: Trace
}

export interface CarryOptions {
  /** Stops waiting; whether a message was accepted is then unknown. */
  readonly signal?: AbortSignal
  /** The caller's transaction, where the features have `transactions`: accepted when it commits. */
  readonly transaction?: unknown
}

export interface TransportHealth {
  readonly status: 'healthy' | 'unhealthy'
  /** What is wrong, in sentences; empty when nothing is. */
  readonly problems: readonly string[]
  /** How many dead letters the application has here; absent where there are none, or where the transport cannot count. */
  readonly deadLetters?: number
}
