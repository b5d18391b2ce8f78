import type { AnyEvent } from './any-event.js'
import type { EventDescriptor } from './event-descriptor.js'

/** What a generated class knows of its way: checked by type, kept as it is. */
export const defineEvent = <E extends AnyEvent>(descriptor: EventDescriptor<E>): EventDescriptor<E> => descriptor
