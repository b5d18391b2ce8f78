import { UndecodableMessage } from '../error/undecodable-message.js'
import { UnsupportedContentType } from '../error/unsupported-content-type.js'
import type { AnyEvent } from '../event/any-event.js'
import type { EventClass, EventOf } from '../event/event-class.js'
import { type BinaryForm, type BinaryMessage, readBinary, writeBinary } from '../message/binary.js'
import { type EncodeOptions, encodeEvent } from '../message/encode-event.js'
import { isJson, mediaType } from '../message/media-type.js'
import type { Message } from '../message/message.js'
import {
  batchType,
  readBatch,
  readStructured,
  structuredType,
  writeBatch,
  writeStructured,
} from '../message/structured.js'
import { decodeAs, type ReadOptions } from './decode-as.js'

/** What CloudEvents' HTTP protocol binding 1.0.2 calls the content modes. */
export type HttpMode = 'binary' | 'structured' | 'batch'

/** Headers and body of a request or response; `undefined` as body where the event has no data. */
export type HttpMessage = BinaryMessage

/** What came by HTTP: Node's `IncomingMessage.headers`, the web's `Headers`, or a plain object, and the whole body. */
export interface ReceivedHttp {
  readonly headers:
    | Iterable<readonly [string, string]>
    | Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: Uint8Array | ArrayBuffer | string | undefined
}

/** An event as HTTP carries it: attributes in `ce-` headers and data as the body, or all in the body. */
export const toHttp = (
  event: AnyEvent,
  mode: 'binary' | 'structured' = 'binary',
  options?: EncodeOptions,
): HttpMessage => {
  const message = encodeEvent(event, options)
  if (mode === 'binary') return writeBinary(message, httpForm)
  return { headers: { 'content-type': `${structuredType}; charset=utf-8` }, body: writeStructured(message) }
}

/** Events as one body. To be sent to receivers that asked for batches alone. */
export const toHttpBatch = (events: readonly AnyEvent[], options?: EncodeOptions): HttpMessage => ({
  headers: { 'content-type': `${batchType}; charset=utf-8` },
  body: writeBatch(events.map((event) => encodeEvent(event, options))),
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
): readonly EventOf<C>[] => readHttp(received).map((message) => decodeAs(classes, message, options))

/** In which mode headers announce CloudEvents; `undefined` where they announce none. */
export const httpMode = (headers: ReceivedHttp['headers']): HttpMode | undefined => {
  const read = new Map(entriesOf(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const type = mediaType(read.get('content-type') ?? '')
  // In this order, since the one begins as the other does.
  if (type.startsWith('application/cloudevents-batch')) return 'batch'
  if (type.startsWith('application/cloudevents')) return 'structured'
  return read.has('ce-specversion') || read.has('ce-id') ? 'binary' : undefined
}

/** The messages in a request or response, not yet read as events of any class. Throws as `fromHttp` does. */
export const readHttp = ({ headers, body }: ReceivedHttp): readonly Message[] => {
  const entries = entriesOf(headers)
  const bytes = typeof body === 'string' ? Buffer.from(body) : body instanceof ArrayBuffer ? new Uint8Array(body) : body
  const mode = httpMode(entries)
  if (mode === undefined) throw new UndecodableMessage('No CloudEvent: neither ce- headers nor its content type')
  // HTTP cannot tell an empty body from none.
  if (mode === 'binary')
    return [readBinary({ headers: entries, body: bytes?.length === 0 ? undefined : bytes }, httpForm)]
  const contentType = entries.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (mediaType(contentType).includes('+') && !isJson(contentType)) {
    throw new UnsupportedContentType(contentType, `Cannot read CloudEvents as ${contentType}: expected JSON`)
  }
  return mode === 'batch' ? readBatch(bytes ?? '') : [readStructured(bytes ?? '')]
}

const entriesOf = (headers: ReceivedHttp['headers']): readonly (readonly [string, string])[] =>
  Symbol.iterator in headers
    ? [...(headers as Iterable<readonly [string, string]>)]
    : Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, [value].flat().join(', ')]],
      )

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
