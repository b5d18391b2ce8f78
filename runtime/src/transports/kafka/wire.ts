import { UndecodableMessage } from '../../error/undecodable-message.js'
import { type BinaryForm, readBinary, writeBinary } from '../../message/binary.js'
import { mediaType } from '../../message/media-type.js'
import type { Message } from '../../message/message.js'
import { headersIn } from '../../message/message-headers.js'
import { readStructured, structuredType, writeStructured } from '../../message/structured.js'
import { fromUtf8Exactly, toUtf8 } from '../../message/utf8.js'
import type { Trace } from '../../transport/holding.js'
import { isReserved } from './header-names.js'

export type Header = readonly [name: string, value: Uint8Array]

/** A record as Kafka carries it. */
export interface KafkaWire {
  readonly key: Uint8Array | null
  readonly headers: readonly Header[]
  /** Null is what Kafka calls a tombstone. */
  readonly value: Uint8Array | null
}

export interface WireParts {
  readonly message: Message
  readonly key?: string | undefined
  readonly trace?: Trace | undefined
}

/**
 * CloudEvents, Kafka protocol binding 1.0.2: in binary mode attributes are headers `ce_…` in UTF-8, `datacontenttype` is
 * the header `content-type`, and an event without data has no value; in structured mode the value is all.
 */
export function writeWire({ message, key, trace }: WireParts, mode: 'binary' | 'structured'): KafkaWire {
  const { headers, body } = mode === 'binary' ? writeBinary(message, kafkaForm) : structured(message)
  const written: [string, string][] = Object.entries(headers)
  if (trace !== undefined) written.push(['traceparent', trace.traceparent])
  if (trace?.tracestate !== undefined) written.push(['tracestate', trace.tracestate])
  return {
    key: key === undefined ? null : toUtf8(key),
    headers: written.map(([name, value]) => header(name, value)),
    value: body ?? null,
  }
}

export const header = (name: string, value: string): Header => [name, toUtf8(value)]

/**
 * Also what others write: JSON of a CloudEvent without a header that says so, and a content type of no text. Throws
 * `UndecodableMessage` for what is no CloudEvent.
 */
export function readMessage({ headers, value }: KafkaWire): Message {
  const type = mediaType(headerOf(headers, 'content-type') ?? '')
  if (type.startsWith('application/cloudevents-batch')) {
    throw new UndecodableMessage('No CloudEvent but a batch, which Kafka does not carry')
  }
  if (type.startsWith('application/cloudevents')) return readStructured(value ?? nothing)
  if (!hasEvent(headers)) {
    if (value?.[0] === openingBrace) return readStructured(value)
    throw new UndecodableMessage('No CloudEvent: neither ce_ headers nor its content type')
  }
  const read = readBinary(
    {
      headers: texts(headers).filter(([name, text]) => (name === 'content-type' ? text !== '' : !isReserved(name))),
      ...(value && { body: value }),
    },
    kafkaForm,
  )
  const own = headersIn(read.attributes) ?? read.headers
  return { ...read, ...(own && { headers: own }) }
}

/** A null value that says nothing else: the key's records are to be removed. It is no event, and nobody's. */
export const isTombstone = ({ headers, value }: KafkaWire): boolean =>
  value === null && !hasEvent(headers) && headerOf(headers, 'content-type') === undefined

export function readTrace({ headers }: KafkaWire): Trace | undefined {
  const traceparent = headerOf(headers, 'traceparent')
  const tracestate = headerOf(headers, 'tracestate')
  return traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

/** The record's, whatever bytes it is; else the event's. */
export function readKey({ key }: Pick<KafkaWire, 'key'>, message: Message | undefined): string | undefined {
  if (key !== null) return fromUtf8Exactly(key) ?? `0x${Buffer.from(key).toString('hex')}`
  const attribute = message?.attributes['partitionkey']
  return attribute === undefined ? undefined : String(attribute)
}

/** The first of that name. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  const value = headers.find(([other]) => other === name)?.[1]
  return value === undefined ? undefined : textOf(value)
}

export const texts = (headers: readonly Header[]): readonly (readonly [string, string])[] => {
  const first = new Map<string, string>()
  for (const [name, value] of headers) if (!first.has(name)) first.set(name, textOf(value))
  return [...first]
}

/** How many bytes it takes in a batch of its own, a few for lengths included. */
export const sizeOf = ({ key, headers, value }: KafkaWire): number =>
  headers.reduce(
    (sum, [name, bytes]) => sum + Buffer.byteLength(name) + bytes.length + 10,
    (key?.length ?? 0) + (value?.length ?? 0) + 100,
  )

const textOf = (bytes: Uint8Array): string => fromUtf8Exactly(bytes) ?? Buffer.from(bytes).toString('utf8')

const hasEvent = (headers: readonly Header[]) => headers.some(([name]) => /^ce_(?:specversion|id)$/i.test(name))

const structured = (message: Message) => ({
  headers: { 'content-type': structuredType },
  body: writeStructured(message),
})

const nothing = new Uint8Array(0)
const openingBrace = 0x7b

const kafkaForm: BinaryForm = {
  prefix: 'ce_',
  contentType: 'content-type',
  percentEncoded: false,
  carries: (name, value) => name !== '' && !isReserved(name) && isText(name) && isText(value),
}

/** A half of a pair has no bytes in UTF-8. */
const isText = (text: string) => fromUtf8Exactly(toUtf8(text)) === text
