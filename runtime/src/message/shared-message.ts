import type { ValidationMode } from '../codec/validate.js'
import type { AnyEvent } from '../event/any-event.js'
import type { EventClass } from '../event/event-class.js'
import { decodeEvent } from './decode-event.js'
import type { Attributes, Message } from './message.js'

interface Decoded {
  readonly eventClass: EventClass
  readonly mode: ValidationMode
  readonly event: AnyEvent
}

/**
 * One message for many subscriptions of a process. It is read once: an event that nobody can change is as good for all
 * of them.
 */
export abstract class SharedMessage implements Message {
  readonly attributes: Attributes
  declare readonly headers?: Readonly<Record<string, unknown>>
  abstract readonly data?: Uint8Array
  #decoded: Decoded | undefined

  constructor(attributes: Attributes, headers: Message['headers']) {
    this.attributes = Object.freeze(attributes)
    if (headers !== undefined) this.headers = headers
  }

  /** Throws as `decodeEvent` does, each time. */
  eventOf(eventClass: EventClass, mode: ValidationMode): AnyEvent {
    const before = this.#decoded
    if (before !== undefined && before.eventClass === eventClass && before.mode === mode) return before.event
    const event = this.read(eventClass, mode)
    if (before === undefined) this.#decoded = { eventClass, mode, event }
    return event
  }

  protected read(eventClass: EventClass, mode: ValidationMode): AnyEvent {
    return decodeEvent(eventClass, this, mode)
  }
}

/** A shared message of which only the bytes are known. Whoever makes one leaves it what it is made of. */
export class BytesMessage extends SharedMessage {
  declare readonly data?: Uint8Array

  constructor({ attributes, headers, data }: Message) {
    super(attributes, headers)
    if (data !== undefined) this.data = data
  }
}
