import { percentDecode } from '../../message/percent.js'
import type { Holding } from '../../transport/holding.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place, Source } from '../../transport/place.js'
import type { Msg } from './client.js'
import { own } from './header-names.js'
import type { Subjects } from './subject.js'
import type { Tap } from './tap.js'
import { headerOf, type NatsWire, readKey, readMessage, readTrace } from './wire.js'

/** One message of a consumer's, in our hands until it is settled or its lease ends. */
export interface NatsHolding extends Holding {
  readonly wire: NatsWire
  readonly subject: string
  /** Where it is settled. */
  readonly reply: string
  readonly tap: Tap
  /** Its position in the stream. */
  readonly sequence: number
  /** When the server took it, in milliseconds. */
  readonly publishedAt: number
  /** How often it was redriven. */
  readonly redrives: number
  /** When the server will hand it out again, unless it hears of it; in milliseconds. */
  leaseEnds: number
}

/** `undefined` for what is on a subject that the sources do not take: a wildcard stands for more than a parameter. */
export function holdingOf(
  message: Msg,
  tap: Tap,
  leaseEnds: number,
  subjects: Subjects,
  sources: readonly Source[],
): NatsHolding | undefined {
  const wire = wireOf(message)
  const place = readPlace(wire.headers) ?? placeOf(message.subject, subjects, sources)
  if (place === undefined) return undefined
  const reply = message.reply ?? ''
  const { deliveries, sequence, publishedAt } = readReply(reply)
  const { message: read, unreadable } = messageOrReason(() => readMessage(wire))
  return {
    place,
    message: read,
    unreadable,
    key: readKey(wire, read),
    trace: readTrace(wire),
    redeliveries: deliveries - 1,
    wire,
    subject: headerOf(wire.headers, own.subject) ?? message.subject,
    reply,
    tap,
    sequence,
    publishedAt,
    redrives: Number(headerOf(wire.headers, own.redrives) ?? 0),
    leaseEnds,
  }
}

/** The key of a message, whoever it is for; read whole only where its headers do not tell. */
export function keyOf(message: Msg): string | undefined {
  const key = message.headers?.get(own.key)
  if (key) return percentDecode(key)
  const wire = wireOf(message)
  return readKey(wire, messageOrReason(() => readMessage(wire)).message)
}

/** NATS wire API: `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`, or longer. */
export function readReply(reply: string) {
  const tokens = reply.split('.')
  const first = tokens.length === 9 ? 4 : 6
  const read = (at: number, otherwise = 0) => Number(tokens[first + at] ?? otherwise)
  return {
    deliveries: read(0, 1),
    sequence: read(1),
    publishedAt: Math.floor(read(3) / 1_000_000),
    pending: read(4),
  }
}

/** Of a header that stands there twice, the first. */
export const wireOf = ({ headers, data }: { headers?: Msg['headers']; data: Uint8Array }): NatsWire => ({
  headers: headers === undefined ? [] : Array.from(headers, ([name, values]) => [name, values[0] ?? ''] as const),
  // A copy: what was received is part of a larger buffer, which would stay as long.
  body: new Uint8Array(data),
})

/** Where it was carried, as it says itself once it was given up. */
export function readPlace(headers: NatsWire['headers']): Place | undefined {
  const read = (name: string) => {
    const value = headerOf(headers, name)
    return value === undefined ? undefined : percentDecode(value)
  }
  const address = read(own.address)
  const application = read(own.application)
  const family = read(own.family)
  if (address === undefined) return undefined
  return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
}

function placeOf(subject: string, subjects: Subjects, sources: readonly Source[]): Place | undefined {
  for (const source of sources) {
    const address = subjects.addressIn(subject, source)
    if (address === undefined) continue
    const { application, family } = source
    return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
  }
  return undefined
}
