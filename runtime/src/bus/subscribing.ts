import type { EventClass, EventOf } from '../event/event-class.js'
import type { Handler } from '../event/event-handler.js'
import type { SubscribeOptions } from './subscribe-options.js'

/** The slice of the bus that whoever subscribes needs. */
export interface Subscribing {
  /**
   * A durable, named place on the bus for one event or several: its own position, retries and dead letters.
   * Instances of the application that use the same name compete for its events. Before `start()`.
   */
  subscribe<C extends EventClass>(
    name: string,
    events: C | readonly C[],
    handler: Handler<EventOf<C>> | HandlerToken<EventOf<C>>,
    options?: SubscribeOptions,
  ): void
}

/** Names a handler that the bus's `resolve` makes, for each delivery anew: its class, or a container's name for it. */
export interface HandlerToken<E> {
  readonly resolve: (new (...args: never[]) => { handle(event: E, ...rest: never[]): unknown }) | string | symbol
}
