import { InvalidEvent } from '../error/invalid-event.js'
import type { AnyEvent } from '../event/any-event.js'
import { descriptorOf } from '../event/brand.js'
import { formatUriReference } from '../validation/formats/index.js'
import type { Attributes, Message } from './message.js'
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
export const encodeEvent = (event: AnyEvent, { source }: EncodeOptions = {}): Message => {
  const { codec, headers: declared } = descriptorOf(event)
  const attributes = completeAttributes(event, source)
  const data = codec.hasData ? { data: codec.encode(event.data) } : undefined
  if (!hasMembers(event.headers)) return { attributes, ...data }
  const exact = areTextAlone(event.headers, declared)
    ? attributes
    : { ...attributes, [headersAttribute]: headersText(event.headers) }
  return { attributes: exact, headers: event.headers, ...data }
}

const completeAttributes = (event: AnyEvent, stamped: string | undefined): Attributes => {
  const source = event.source ?? sourceFor(event, stamped)
  return attributesOf(event, source)
}

/** Judges a source that an event is about to get. */
export const sourceFor = (event: AnyEvent, source: string | undefined): string => {
  if (source !== undefined && source !== '' && formatUriReference(source)) return source
  const received = source === undefined ? 'none' : JSON.stringify(source)
  const message = `Invalid source: expected a URI reference, from the contract, the event or the bus's application, but received ${received}`
  throw new InvalidEvent(descriptorOf(event).name, [
    { in: 'context', pointer: '/source', message, keyword: source === undefined ? 'required' : 'format' },
  ])
}
