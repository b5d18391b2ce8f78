import type { AnyEvent } from './any-event.js'
import type { EventDescriptor } from './event-descriptor.js'

/** The class of one event, as generated: whoever holds it knows all about its instances. */
export interface EventClass<E extends AnyEvent = AnyEvent> {
  new (...args: never[]): E
  readonly prototype: E
  /** The CloudEvents `type`. */
  readonly type: E['type']
  readonly descriptor: EventDescriptor<E>
}

/** The instances of an event class, or of any of several. */
export type EventOf<C extends EventClass> = C extends EventClass<infer E> ? E : never
