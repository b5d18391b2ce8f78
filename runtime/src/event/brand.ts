import type { AnyEvent } from './any-event.js'
import type { EventDescriptor } from './event-descriptor.js'

/** Marks the prototype of every copy's `Event`. */
export const brand = Symbol.for('@tidings/runtime/event')

/** Whether a value is an event, of this copy of the package or of another. */
export const isEvent = (value: unknown): value is AnyEvent =>
  typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true

/** The descriptor of an event's class. */
export const descriptorOf = (eventOrClass: unknown): EventDescriptor => {
  const eventClass = isEvent(eventOrClass) ? eventOrClass.constructor : eventOrClass
  const { descriptor, name } = eventClass as { readonly descriptor?: EventDescriptor; readonly name?: string }
  if (descriptor === undefined) {
    throw new TypeError(`${name ?? 'The class'} has no descriptor: generate event classes from a contract`)
  }
  return descriptor
}

/** Whether two descriptors, perhaps of two copies of one SDK, are of the same event and version. */
export const isSameClass = (one: EventDescriptor, other: EventDescriptor): boolean =>
  one === other || (one.type === other.type && one.name === other.name && one.version === other.version)

/** What `instanceof` means for event classes. */
export const isInstance = (eventClass: unknown, value: unknown): boolean => {
  if (typeof eventClass !== 'function') return false
  if (Function.prototype[Symbol.hasInstance].call(eventClass, value)) return true
  if (!isEvent(value)) return false
  if (Object.hasOwn(eventClass.prototype, brand)) return true
  // A class that somebody derived from an event class inherits its descriptor, and is not that event.
  return Object.hasOwn(eventClass, 'descriptor') && isSameClass(descriptorOf(eventClass), descriptorOf(value))
}
