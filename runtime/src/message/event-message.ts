import type { ValidationMode } from '../codec/validate.js'
import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import { isTolerated, restoreEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import { type EncodeOptions, encodeContext, encodeEvent } from './encode-event.js'
import type { Attributes, Message } from './message.js'
import { SharedMessage } from './shared-message.js'

/**
 * A message that does not leave the process, and that nobody else has. Its bytes are made when somebody looks at them;
 * who asks for the event's own class is given the event, since reading the bytes would give an equal one: an event is
 * valid, immutable and exact as JSON.
 */
export class EventMessage extends SharedMessage {
  declare readonly data?: Uint8Array
  readonly #event: AnyEvent
  #data: Uint8Array | undefined

  static {
    // To the compiler, what is optional and exact is no accessor.
    Object.defineProperty(EventMessage.prototype, 'data', {
      get(this: EventMessage) {
        return this.#encode()
      },
    })
  }

  /** Throws as `encodeEvent` does. */
  constructor(event: AnyEvent, options: EncodeOptions) {
    const { codec } = descriptorOf(event)
    // What is printed is JSON, and can be at any time.
    const message: Message = codec.print === undefined ? encodeEvent(event, options) : encodeContext(event, options)
    super(message.attributes, message.headers)
    this.#event = event
    this.#data = message.data
  }

  /** The same with more attributes. */
  with(extensions: Readonly<Record<string, string>>): EventMessage {
    const event = this.#event
    const fields = { ...event, extensions: Object.freeze({ ...event.extensions, ...extensions }) }
    const mode = isTolerated(event) ? 'tolerant' : 'strict'
    const more = restoreEvent(event.constructor as unknown as EventClass, fields, mode)
    return new EventMessage(more, { source: this.attributes.source })
  }

  #encode(): Uint8Array | undefined {
    const { codec } = descriptorOf(this.#event)
    if (codec.hasData) this.#data ??= codec.encode(this.#event.data)
    return this.#data
  }

  protected override read(eventClass: EventClass, mode: ValidationMode): AnyEvent {
    const event = this.#event
    if (event.constructor !== eventClass || isTolerated(event)) return super.read(eventClass, mode)
    return event.source === undefined ? restoreEvent(eventClass, { ...event, source: this.attributes.source }) : event
  }
}

/** A message with more attributes. */
export function withAttributes(message: Message, more: Readonly<Record<string, string>>): Message {
  if (message instanceof EventMessage) return message.with(more)
  return { ...message, attributes: { ...message.attributes, ...more } as Attributes }
}
