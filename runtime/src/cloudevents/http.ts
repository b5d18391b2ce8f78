import { UndecodableMessage } from '../error/undecodable-message.js'
import { UnsupportedContentType } from '../error/unsupported-content-type.js'
import type { AnyEvent } from '../event/any-event.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import { type BinaryForm, type BinaryMessage, BinaryReader } from '../message/binary.js'
import { writeBinaryEvent } from '../message/binary-event.js'
import type { EncodeOptions } from '../message/encode-event.js'
import { isJson, mediaType } from '../message/media-type.js'
import type { Message } from '../message/message.js'
import { printBatch, printEvent } from '../message/print-event.js'
import { remembered } from '../message/remembered.js'
import {
  announcedBy,
  batchType,
  messageOf,
  type ParsedCloudEvent,
  parseBatch,
  parseStructured,
  structuredType,
} from '../message/structured.js'
import { toUtf8 } from '../message/utf8.js'
import { decodeAs, decodeParsedAs, type ReadOptions } from './decode-as.js'
import { eachHeader, type HeadersGiven, headerOf, type ReceivedHeaders, receivedHeaders } from './received-headers.js'

/** What CloudEvents' HTTP protocol binding 1.0.2 calls the content modes. */
export type HttpMode = 'binary' | 'structured' | 'batch'

/** Headers and body of a request or response; `undefined` as body where the event has no data. */
export type HttpMessage = BinaryMessage

/** What came by HTTP: Node's `IncomingMessage.headers`, the web's `Headers`, or a plain object, and the whole body. */
export interface ReceivedHttp {
  readonly headers: HeadersGiven
  readonly body?: Uint8Array | ArrayBuffer | string | undefined
}

/** An event as HTTP carries it: attributes in `ce-` headers and data as the body, or all in the body. */
export const toHttp = (
  event: AnyEvent,
  mode: 'binary' | 'structured' = 'binary',
  options?: EncodeOptions,
): HttpMessage => {
  if (mode === 'binary') return writeBinaryEvent(event, httpForm, options)
  return { headers: { 'content-type': `${structuredType}; charset=utf-8` }, body: toUtf8(printEvent(event, options)) }
}

/** Events as one body. To be sent to receivers that asked for batches alone. */
export const toHttpBatch = (events: readonly AnyEvent[], options?: EncodeOptions): HttpMessage => ({
  headers: { 'content-type': `${batchType}; charset=utf-8` },
  body: toUtf8(printBatch(events, options)),
})

/**
 * The events in a request or response, whichever mode it is in: one, or as many as its batch holds. Throws
 * `UndecodableMessage` for what is no CloudEvent, or of none of the classes, `UnsupportedContentType` for what is
 * not JSON, `InvalidEvent` for what is not as its contract says.
 */
export const fromHttp = <C extends EventClass>(
  classes: C | readonly C[],
  received: ReceivedHttp,
  options?: ReadOptions,
): readonly EventOf<C>[] => {
  const { parsed, message } = receive(received)
  return message === undefined
    ? parsed.map((each) => decodeParsedAs(classes, each, options))
    : [decodeAs(classes, message, options)]
}

/** In which mode headers announce CloudEvents; `undefined` where they announce none. */
export const httpMode = (headers: ReceivedHttp['headers']): HttpMode | undefined => modeOf(receivedHeaders(headers))

/** The messages in a request or response, not yet read as events of any class. Throws as `fromHttp` does. */
export const readHttp = (received: ReceivedHttp): readonly Message[] => {
  const { parsed, message } = receive(received)
  return message === undefined ? parsed.map(messageOf) : [message]
}

/** One message in binary mode, or what is JSON as a whole. */
type Received =
  | { readonly message: Message; readonly parsed?: undefined }
  | { readonly message?: undefined; readonly parsed: readonly ParsedCloudEvent[] }

const receive = ({ headers, body }: ReceivedHttp): Received => {
  const received = receivedHeaders(headers)
  const contentType = headerOf(received, 'content-type') ?? ''
  const { announced, isReadable } = announcement(contentType)
  const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body
  if (announced === undefined) {
    if (!isBinary(received)) throw new UndecodableMessage('No CloudEvent: neither ce- headers nor its content type')
    const data = typeof bytes === 'string' ? toUtf8(bytes) : bytes
    // HTTP cannot tell an empty body from none.
    return { message: messageIn(received, data?.length === 0 ? undefined : data) }
  }
  if (!isReadable) {
    throw new UnsupportedContentType(contentType, `Cannot read CloudEvents as ${contentType}: expected JSON`)
  }
  return { parsed: announced === 'batch' ? parseBatch(bytes ?? '') : [parseStructured(bytes ?? '')] }
}

/** What a content type says, which few programs see many of. */
const announcement = remembered((contentType) => ({
  announced: announcedBy(contentType),
  isReadable: !mediaType(contentType).includes('+') || isJson(contentType),
}))

const messageIn = (headers: ReceivedHeaders, data: Uint8Array | undefined): Message => {
  const reader = new BinaryReader(httpForm)
  eachHeader(headers, (name, value) => reader.put(name, value))
  return reader.end(data)
}

const modeOf = (headers: ReceivedHeaders): HttpMode | undefined =>
  announcement(headerOf(headers, 'content-type') ?? '').announced ?? (isBinary(headers) ? 'binary' : undefined)

const isBinary = (headers: ReceivedHeaders): boolean =>
  headerOf(headers, 'ce-specversion') !== undefined || headerOf(headers, 'ce-id') !== undefined

/** What belongs to the connection or to the body, and is not a message's own. */
const connectionHeaders =
  /^(?:connection|content-(?:length|encoding)|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i

const httpForm: BinaryForm = {
  prefix: 'ce-',
  contentType: 'content-type',
  percentEncoded: true,
  carries: (name, value) =>
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) &&
    !connectionHeaders.test(name) &&
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
}
