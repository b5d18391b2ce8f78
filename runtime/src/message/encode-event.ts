import { InvalidEvent } from '../error/invalid-event.js'
import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import { formatUriReference } from '../validation/formats/index.js'
import type { Message } from './message.js'
import { areTextAlone, headersAttribute, headersText } from './message-headers.js'
import { attributesOf, hasMembers } from './structure.js'

export interface EncodeOptions {
  /** The source of an event that has none of its own: the bus's application. The event itself stays as it is. */
  readonly source?: string | undefined
}

/**
 * The message of an event. Throws `UnsupportedContentType` where the event's codec cannot write, and `InvalidEvent`
 * where there is no source.
 */
export const encodeEvent = (event: AnyEvent, options?: EncodeOptions): Message => {
  const { codec } = descriptorOf(event)
  const message: { -readonly [Member in keyof Message]: Message[Member] } = encodeContext(event, options)
  if (codec.hasData) message.data = codec.encode(event.data)
  return message
}

/** All of its message but the data. */
export const encodeContext = (event: AnyEvent, options?: EncodeOptions): Omit<Message, 'data'> => {
  const { headers } = event
  const attributes = attributesOf(event, sourceOf(event, options))
  if (!hasMembers(headers)) return { attributes }
  const isExact = areTextAlone(headers, descriptorOf(event).headers)
  return {
    attributes: isExact ? attributes : { ...attributes, [headersAttribute]: headersText(headers) },
    headers,
  }
}

/** The source that an event has on the wire. */
export const sourceOf = (event: AnyEvent, options: EncodeOptions | undefined): string =>
  event.source ?? sourceFor(event, options?.source)

/** Judges a source that an event is about to get. */
export const sourceFor = (event: AnyEvent, source: string | undefined): string => {
  if (source !== undefined && source !== '' && formatUriReference(source)) return source
  const received = source === undefined ? 'none' : JSON.stringify(source)
  const message = `Invalid source: expected a URI reference, from the contract, the event or the bus's application, but received ${received}`
  throw new InvalidEvent(descriptorOf(event).name, [
    { in: 'context', pointer: '/source', message, keyword: source === undefined ? 'required' : 'format' },
  ])
}
