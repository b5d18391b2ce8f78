import { isUtf8 } from 'node:buffer'
import { UndecodableMessage } from '../../error/undecodable-message.js'
import { type BinaryForm, readBinary, writeBinary } from '../../message/binary.js'
import { mediaType } from '../../message/media-type.js'
import type { Message } from '../../message/message.js'
import { headersIn } from '../../message/message-headers.js'
import { remembered } from '../../message/remembered.js'
import { readStructured, structuredType, writeStructured } from '../../message/structured.js'
import type { Trace } from '../../transport/holding.js'
import { enveloped, openEnvelope } from './envelope.js'
import { contentType, data, isReserved, own } from './field-names.js'

/** A message as it stands in an entry of a stream: texts in fields, and the bytes of the field `data`. */
export interface RedisWire {
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Absent where there is no field `data`. */
  readonly body?: Uint8Array
}

export interface WireParts {
  readonly message: Message
  readonly key?: string | undefined
  readonly trace?: Trace | undefined
}

/**
 * CloudEvents has no binding for Redis. As in Kafka's, an attribute is a field `ce_…` and `datacontenttype` is
 * `content-type`; in structured mode there are `content-type` and `data` alone.
 */
export function writeWire({ message, key, trace }: WireParts, mode: 'binary' | 'structured'): RedisWire {
  const { headers, body } = mode === 'binary' ? writeBinary(message, redisForm) : structured(message)
  const fields = Object.entries(headers)
  if (key !== undefined && String(message.attributes['partitionkey']) !== key) fields.push([own.key, key])
  if (trace !== undefined) fields.push(['traceparent', trace.traceparent])
  if (trace?.tracestate !== undefined) fields.push(['tracestate', trace.tracestate])
  return { fields, ...(body && { body }) }
}

/**
 * Also what others write: names in any case, `ce-…`, and JSON of a CloudEvent without a field that says so. Throws
 * `UndecodableMessage` for what is none.
 */
export function readMessage({ fields, body }: RedisWire): Message {
  const type = mediaType(fieldOf(fields, contentType) ?? '')
  if (type.startsWith('application/cloudevents-batch')) {
    throw new UndecodableMessage('No CloudEvent but a batch, which Redis does not carry')
  }
  if (type.startsWith('application/cloudevents')) return readStructured(body ?? nothing)
  if (fields.some(([name]) => isMark(name))) {
    const headers: (readonly [string, string])[] = []
    for (const [name, value] of fields)
      if (!isReserved(name) || isContentType(name)) headers.push([readAs(name), value])
    const message = readBinary({ headers, body }, redisForm)
    const own = headersIn(message.attributes) ?? message.headers
    return { ...message, ...(own && { headers: own }) }
  }
  if (body?.[0] === openingBrace) return readStructured(body)
  throw new UndecodableMessage('No CloudEvent: neither ce_ fields nor its content type')
}

/** Says that an event is here, in binary mode. */
const isMark = remembered((name) => /^ce[-_](?:specversion|id)$/i.test(name))
const isContentType = remembered((name) => name.toLowerCase() === contentType)
const readAs = remembered((name) => name.replace(/^ce[-_]/i, 'ce_'))

export function readTrace({ fields }: RedisWire): Trace | undefined {
  const traceparent = fieldOf(fields, 'traceparent')
  const tracestate = fieldOf(fields, 'tracestate')
  return traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

/** Ours, else the event's. */
export function readKey({ fields }: RedisWire, message: Message | undefined): string | undefined {
  const key = fieldOf(fields, own.key)
  if (key !== undefined) return key
  const attribute = message?.attributes['partitionkey']
  return attribute === undefined ? undefined : String(attribute)
}

/** The value of a field, whatever the case of its name. */
export const fieldOf = (fields: RedisWire['fields'], name: string): string | undefined =>
  fields.find(([other]) => other.length === name.length && other.toLowerCase() === name)?.[1]

/**
 * The names and values of an entry, one after the other; a copy. What is text in UTF-8 goes as text, with all else in one
 * piece: the client gives each of what are bytes to the socket by itself.
 */
export function flatten({ fields, body }: RedisWire): (string | Buffer)[] {
  const flat: (string | Buffer)[] = fields.flat()
  if (body !== undefined) flat.push(data, isUtf8(body) ? asBuffer(body).toString() : Buffer.from(body))
  return flat
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array) => Buffer.from(buffer, byteOffset, byteLength)

/** What is read of an entry. Of a field `data` that stands there twice, the last counts; an envelope is opened. */
export function wireOf(entry: readonly Buffer[]): RedisWire {
  const fields: (readonly [string, string])[] = []
  let body: Uint8Array | undefined
  for (let at = 0; at + 1 < entry.length; at += 2) {
    const [name, value] = [String(entry[at]), entry[at + 1] ?? nothing]
    const envelope = name === enveloped ? openEnvelope(Buffer.from(value)) : undefined
    if (envelope !== undefined) {
      fields.push(...envelope.headers)
      body = envelope.body
    } else if (name.toLowerCase() === data) body = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    else fields.push([name, value.toString()])
  }
  return { fields, ...(body && { body }) }
}

const structured = (message: Message) => ({
  headers: { [contentType]: structuredType },
  body: writeStructured(message),
})

const nothing = Buffer.alloc(0)
const openingBrace = 0x7b

const redisForm: BinaryForm = {
  prefix: 'ce_',
  contentType,
  percentEncoded: false,
  // Which reads `ce-` as `ce_`; half a surrogate pair is no UTF-8.
  carries: (name, value) => !isReserved(name) && !/^ce[-_]/i.test(name) && !/\p{Surrogate}/u.test(name + value),
}
