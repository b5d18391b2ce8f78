import type { AnyEvent } from '../event/event.js'
import type { Message } from '../message/message.js'
import type { Problem, ValidationMode } from './validate.js'

/** Event ⇄ message, one per event class. */
export interface Codec<E extends AnyEvent = AnyEvent> {
  /** The media type of the data, such as `application/json`. */
  readonly contentType: string
  /** What is wrong with would-be data and headers; `undefined` when nothing is. */
  check(data: unknown, headers: unknown, mode?: ValidationMode): readonly Problem[] | undefined
  /** Throws `UnsupportedContentType` where the codec cannot write the event's media type. */
  encode(event: E): Message
  /** The data and headers of a message, parsed and validated. Throws `UndecodableMessage` or `InvalidEvent`. */
  decode(message: Message, mode?: ValidationMode): { readonly data: unknown; readonly headers: unknown }
}
