import type { Delivery } from '../delivery/delivery.js'
import type { AnyEvent } from './any-event.js'

/** Reacts to one event. What it returns is awaited and otherwise ignored; what it throws fails the attempt. */
export interface EventHandler<E extends AnyEvent = AnyEvent> {
  handle(event: E, delivery: Delivery): unknown
}

/** An {@link EventHandler}, or its one function: wherever a handler is taken, either will do. */
export type Handler<E extends AnyEvent = AnyEvent> = EventHandler<E> | EventHandler<E>['handle']
