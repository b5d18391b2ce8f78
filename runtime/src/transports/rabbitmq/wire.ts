import { UndecodableMessage } from '../../error/undecodable-message.js'
import { type BinaryForm, BinaryReader, writeBinary } from '../../message/binary.js'
import { mediaType } from '../../message/media-type.js'
import type { Message } from '../../message/message.js'
import { remembered } from '../../message/remembered.js'
import { readStructured, structuredType, writeStructured } from '../../message/structured.js'
import type { Trace } from '../../transport/holding.js'
import { attributeIn, isReserved, own } from './header-names.js'

/** A message as AMQP carries it. */
export interface AmqpWire {
  readonly contentType: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Uint8Array
}

export interface WireParts {
  readonly message: Message
  readonly key?: string | undefined
  readonly trace?: Trace | undefined
}

/**
 * For AMQP 0-9-1 CloudEvents has no binding: in binary mode attributes are the headers that RabbitMQ makes of those of
 * the binding for AMQP 1.0, `cloudEvents_…`, and the content type is the property; in structured mode the body is all.
 */
export function writeWire({ message, key, trace }: WireParts, mode: 'binary' | 'structured'): AmqpWire {
  const { headers, body } =
    mode === 'binary'
      ? writeBinary(message, written)
      : { headers: { [contentType]: structuredType }, body: writeStructured(message) }
  const { [contentType]: type, ...others } = headers as Readonly<Record<string, string>>
  return {
    contentType: type,
    headers: {
      ...others,
      ...(key !== undefined && String(message.attributes['partitionkey']) !== key && { [own.key]: key }),
      ...(trace !== undefined && { traceparent: trace.traceparent }),
      ...(trace?.tracestate !== undefined && { tracestate: trace.tracestate }),
    },
    body: body ?? nothing,
  }
}

/**
 * Also what others write: attributes as `cloudEvents:…`, `ce-…` or `ce_…`, values of any type of AMQP, and JSON of a
 * CloudEvent whose content type does not say so. Throws `UndecodableMessage` for what is none.
 */
export function readMessage({ contentType: type = '', headers, body }: AmqpWire): Message {
  const media = mediaType(type)
  if (media.startsWith('application/cloudevents-batch')) {
    throw new UndecodableMessage('No CloudEvent but a batch, which RabbitMQ does not carry')
  }
  if (media.startsWith('application/cloudevents')) return readStructured(body)
  const reader = new BinaryReader(read)
  let hasAttributes = false
  for (const name of Object.keys(headers)) {
    const { asRead, isAttribute } = headerNamed(name)
    if (asRead === undefined) continue
    if (isAttribute) hasAttributes = true
    reader.put(asRead, textOf(headers[name]))
  }
  if (!hasAttributes) {
    if (body[0] === openingBrace) return readStructured(body)
    throw new UndecodableMessage('No CloudEvent: neither cloudEvents_ headers nor its content type')
  }
  if (type !== '') reader.put(contentType, type)
  // AMQP cannot tell an empty body from none.
  return reader.end(body.length > 0 ? body : undefined)
}

export function readTrace({ headers }: AmqpWire): Trace | undefined {
  const traceparent = headerOf(headers, 'traceparent')
  const tracestate = headerOf(headers, 'tracestate')
  return traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

/** Ours, else the event's. */
export function readKey({ headers }: AmqpWire, message: Message | undefined): string | undefined {
  const key = headerOf(headers, own.key)
  if (key !== undefined) return key
  const attribute = message?.attributes['partitionkey']
  return attribute === undefined ? undefined : String(attribute)
}

export const headerOf = (headers: AmqpWire['headers'], name: string): string | undefined => {
  const value = headers[name]
  return value === undefined || value === null ? undefined : textOf(value)
}

/** What AMQP has more types for than CloudEvents: times are in whole seconds, and the client marks them so. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value !== 'object' || value === null) return String(value)
  const { '!': type, value: inner } = value as { readonly '!'?: unknown; readonly value?: unknown }
  if (type === 'timestamp' && typeof inner === 'number')
    return new Date(inner * 1_000).toISOString().replace('.000', '')
  return type === undefined ? JSON.stringify(value) : textOf(inner)
}

/** About as many bytes as it takes in AMQP's table. */
export const sizeOfHeaders = (headers: AmqpWire['headers']): number =>
  Object.entries(headers).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(textOf(value)) + 6,
    0,
  )

const nothing = new Uint8Array(0)
const openingBrace = 0x7b
/** No header, but among headers for as long as they are worked at; AMQP knows no header of this name. */
const contentType = '\0content-type'

const written: BinaryForm = {
  prefix: 'cloudEvents_',
  contentType,
  percentEncoded: false,
  // A name is a short string of AMQP's.
  carries: (name) => !isReserved(name) && Buffer.byteLength(name) <= 255,
}

const read: BinaryForm = { ...written, prefix: 'cloudevents_' }

/** By which name a header is read; by none where it is not the message's. */
const headerNamed = remembered((name): { readonly asRead?: string; readonly isAttribute: boolean } => {
  const attribute = attributeIn(name)
  if (attribute !== undefined) return { asRead: `${read.prefix}${attribute}`, isAttribute: true }
  return isReserved(name) ? { isAttribute: false } : { asRead: name, isAttribute: false }
})
