import type { EventClass, EventOf } from './event-class.js'
import type { Handler } from './event-handler.js'

/** The slice of the bus that whoever subscribes needs. */
export interface Subscribing {
  /** Hands the events of one class, or of several, to a handler, under a durable name. */
  subscribe<C extends EventClass>(name: string, events: C | readonly C[], handler: Handler<EventOf<C>>): unknown
}
