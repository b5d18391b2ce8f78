import { UndecodableMessage } from '../../error/undecodable-message.js'
import { type BinaryForm, readBinary, writeBinary } from '../../message/binary.js'
import type { Message } from '../../message/message.js'
import { percentDecode, percentEncode } from '../../message/percent.js'
import { announcedBy, readStructured, structuredType, writeStructured } from '../../message/structured.js'
import type { Trace } from '../../transport/holding.js'
import { isReserved, own } from './header-names.js'

/** A message as NATS carries it. */
export interface NatsWire {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export interface WireParts {
  readonly message: Message
  readonly key?: string | undefined
  readonly trace?: Trace | undefined
}

/**
 * CloudEvents, NATS protocol binding 1.0.3-wip: in binary mode attributes are headers `ce-…`, their values
 * percent-encoded, `datacontenttype` among them; in structured mode the body is all.
 */
export function writeWire({ message, key, trace }: WireParts, mode: 'binary' | 'structured'): NatsWire {
  const { headers, body } = mode === 'binary' ? writeBinary(message, natsForm) : structured(message)
  const written = Object.entries(headers)
  if (key !== undefined && String(message.attributes['partitionkey']) !== key) {
    written.push([own.key, percentEncode(key)])
  }
  if (trace !== undefined) written.push(['traceparent', trace.traceparent])
  if (trace?.tracestate !== undefined) written.push(['tracestate', trace.tracestate])
  return { headers: written, body: body ?? nothing }
}

/**
 * Also what others write: names in any case, `content-type` for `ce-datacontenttype`, and JSON of a CloudEvent
 * without a header that says so, as the binding was before 1.0.3. Throws `UndecodableMessage` for what is none.
 */
export function readMessage(wire: NatsWire): Message {
  const { headers, body } = wire
  const contentType = headerOf(headers, 'content-type') || undefined
  const announced = announcedBy(contentType)
  if (announced === 'batch') throw new UndecodableMessage('No CloudEvent but a batch, which NATS does not carry')
  if (announced === 'structured') return readStructured(body)
  if (headerOf(headers, 'ce-specversion') !== undefined || headerOf(headers, 'ce-id') !== undefined) {
    const message = readBinary(
      {
        headers: headers.filter(([name]) => !isReserved(name)),
        // NATS cannot tell an empty body from none.
        ...(body.length > 0 && { body }),
      },
      natsForm,
    )
    const { datacontenttype = contentType } = message.attributes
    return {
      ...message,
      attributes: { ...message.attributes, ...(datacontenttype !== undefined && { datacontenttype }) },
    }
  }
  if (body[0] === openingBrace) return readStructured(body)
  throw new UndecodableMessage('No CloudEvent: neither ce- headers nor its content type')
}

export function readTrace({ headers }: NatsWire): Trace | undefined {
  const traceparent = headerOf(headers, 'traceparent')
  const tracestate = headerOf(headers, 'tracestate')
  return traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

/** Ours, else the event's. */
export function readKey({ headers }: NatsWire, message: Message | undefined): string | undefined {
  const key = headerOf(headers, own.key)
  if (key !== undefined) return percentDecode(key)
  const attribute = message?.attributes['partitionkey']
  return attribute === undefined ? undefined : String(attribute)
}

/** The value of a header, whatever the case of its name. */
export const headerOf = (headers: NatsWire['headers'], name: string): string | undefined =>
  headers.find(([other]) => other.length === name.length && other.toLowerCase() === name)?.[1]

/** How many bytes it takes, as the server counts them for its `max_payload`. */
export function sizeOf({ headers, body }: NatsWire): number {
  const version = 'NATS/1.0\r\n\r\n'.length
  return headers.reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value) + ': \r\n'.length,
    version + body.length,
  )
}

const structured = (message: Message) => ({
  headers: { 'content-type': structuredType },
  body: writeStructured(message),
})

const nothing = new Uint8Array(0)
const openingBrace = 0x7b

const natsForm: BinaryForm = {
  prefix: 'ce-',
  percentEncoded: true,
  carries: (name, value) =>
    !isReserved(name) &&
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) &&
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value),
}
