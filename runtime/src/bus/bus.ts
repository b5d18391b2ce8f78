import type { DeadLettered, Failed } from '../delivery/facts.js'
import type { SubscriptionHealth } from '../delivery/subscription-health.js'
import type { Destination, DestinationArguments } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import type { Handler } from '../event/event-handler.js'
import type { Publishing } from '../event/publishing.js'
import type { TransportHealth } from '../transport/transport.js'
import type { BusDeadLetters } from './dead-letters.js'
import type { HandlerToken } from './handler-token.js'
import type { Outlet } from './outlet.js'
import type { SubscribeOptions } from './subscribe-options.js'

/** Where events are published, and find their handlers. */
export interface Bus extends Publishing {
  /**
   * Makes a durable, named place on the bus for one event or several, with its own position, retries and dead
   * letters. Instances of the application that use the same name compete for its events. Before `start()`: whoever
   * is to get what is published must be known by then. Throws `InvalidSubscription`.
   */
  subscribe<C extends EventClass>(
    name: string,
    events: C | readonly C[],
    handler: Handler<EventOf<C>> | HandlerToken<EventOf<C>>,
    options?: SubscribeOptions,
  ): void

  /**
   * Declares all subscriptions, then begins to receive. Rejects, with nothing begun, where something is asked for
   * that a transport cannot do (`UnsupportedCapability`), where an upcaster is missing (`MissingUpcaster`), and
   * where a transport cannot be reached; it may then be tried again.
   */
  start(): Promise<void>

  /**
   * Resolves once the transport has accepted the event for every subscription there is; handlers run on their own.
   * Rejects before `start()` and after `close()` (`BusNotOpen`), and when it was not accepted (`NotAccepted`,
   * `PayloadTooLarge`). Inside a handler it goes on until the bus is closed.
   */
  publish<E extends AnyEvent>(event: E, ...destination: DestinationArguments<E>): Promise<void>
  /** All to one destination, in order. `PublishFailed` tells which were not accepted. */
  publish<E extends AnyEvent>(events: readonly E[], ...destination: DestinationArguments<E>): Promise<void>

  /**
   * Receives no more, lets handlers end that are at work, gives everything else back at once. Handlers that take
   * longer than the deadline see their `signal` aborted, which counts as no failure: their events are handled again
   * by another instance or the next start. In memory, what no other bus takes part in is handled first, within the
   * deadline, but for what waits to be tried again. Again: the same promise.
   */
  close(options?: CloseOptions): Promise<void>

  /** What is wrong, if anything is. Never rejects. */
  health(): Promise<BusHealth>

  readonly deadLetters: BusDeadLetters

  /** For outboxes and relays: what a publish would carry, and the carrying of it. */
  readonly outlet: Outlet
}

export interface CloseOptions {
  /** How long handlers may go on. 0 begins nothing more. Default 10,000 ms. */
  readonly deadlineMs?: number
}

export type BusState = 'new' | 'starting' | 'started' | 'closing' | 'closed'

export interface BusHealth {
  /** `healthy` when the bus is started and neither a transport nor a subscription has a problem. */
  readonly status: 'healthy' | 'unhealthy'
  readonly state: BusState
  /** By the server's id; `default` where the bus has one transport. */
  readonly transports: Readonly<Record<string, TransportHealth>>
  readonly subscriptions: readonly SubscriptionHealth[]
}

/** What only a bus in memory can do: for tests. */
export interface InMemoryBus extends Bus {
  /**
   * Resolves when nothing is left to do: what was published is handled, and what was published meanwhile, in every
   * bus that shares the transport. Nothing waits between attempts meanwhile. Tells what failed since the last time;
   * of more than 1,000 the latest.
   */
  idle(): Promise<IdleReport>
  /**
   * Hands an integration event in as if another application had sent it: to the channel by which this application
   * receives it.
   */
  receive(event: AnyEvent, destination?: Destination): Promise<void>
}

export interface IdleReport {
  /** Attempts that failed, those that were made good by a later one among them. */
  readonly failures: readonly Failed[]
  readonly deadLetters: readonly DeadLettered[]
}
