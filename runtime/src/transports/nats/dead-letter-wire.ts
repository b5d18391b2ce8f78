import { percentDecode, percentEncode } from '../../message/percent.js'
import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import { cutEncoded, readDetails, writeDetails } from '../../transport/dead-letter-headers.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import { own } from './header-names.js'
import { type NatsHolding, readPlace } from './holding.js'
import { headerOf, type NatsWire, readKey, readMessage, sizeOf } from './wire.js'

/**
 * The original, byte for byte, and in headers of ours beside its own what befell it. Where that is more than there is
 * room for, the original stays where it is, and a header says where.
 */
export function writeDeadLetter(
  holding: NatsHolding,
  details: DeadLetterDetails,
  subscription: string,
  room: number,
): { readonly wire: NatsWire; readonly isWhole: boolean } {
  const { place, redrives, subject, tap, sequence, publishedAt } = holding
  const told: Record<string, string | number | undefined> = {
    [own.subscription]: subscription,
    [own.subject]: subject,
    [own.address]: place.address,
    [own.family]: place.family,
    [own.application]: place.application,
    ...writeDetails(details, redrives, cutEncoded),
  }
  const headers = Object.entries(told).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, percentEncode(String(value))] as const],
  )
  const whole = { headers: [...originalHeaders(holding.wire), ...headers], body: holding.wire.body }
  if (sizeOf(whole) <= room) return { wire: whole, isWhole: true }
  const original = percentEncode(`${tap.place.stream} ${sequence} ${publishedAt}`)
  headers.push([own.original, original])
  const bare = { headers: [...originalHeaders(holding.wire), ...headers], body: nothing }
  return { wire: sizeOf(bare) <= room ? bare : { headers, body: nothing }, isWhole: false }
}

export interface OriginalPlace {
  readonly stream: string
  readonly sequence: number
  readonly publishedAt: number
}

/** Where the original is, of a dead letter that is not whole. */
export function readOriginalPlace({ headers }: NatsWire): OriginalPlace | undefined {
  const value = headerOf(headers, own.original)
  if (value === undefined) return undefined
  const [stream = '', sequence, publishedAt] = percentDecode(value).split(' ')
  return { stream, sequence: Number(sequence), publishedAt: Number(publishedAt) }
}

/** A dead letter that is whole again. */
export function completed({ headers }: NatsWire, original: NatsWire): NatsWire {
  const told = headers.filter(([name]) => /^tidings-/i.test(name) && name.toLowerCase() !== own.key)
  return { headers: [...originalHeaders(original), ...told], body: original.body }
}

export function readDeadLetter(id: string, wire: NatsWire): DeadLetter {
  const read = (name: string): string | undefined => {
    const value = headerOf(wire.headers, name)
    return value === undefined ? undefined : percentDecode(value)
  }
  const original: NatsWire = { headers: originalHeaders(wire), body: wire.body }
  const { message } = messageOrReason(() => readMessage(original))
  const key = readKey(original, message)
  return {
    id,
    ...readDetails(read),
    place: readPlace(wire.headers) ?? { address: read(own.subject) ?? '' },
    ...(key !== undefined && { key }),
    ...(message === undefined
      ? { wire: { headers: Object.fromEntries(original.headers), body: original.body } }
      : { message }),
  }
}

/** A dead letter as it comes again: the original, and where it was carried. */
export function writeRedriven(wire: NatsWire): NatsWire {
  const kept: readonly string[] = [own.subject, own.address, own.family, own.application]
  const redrives = Number(headerOf(wire.headers, own.redrives) ?? 0) + 1
  const headers = wire.headers.filter(([name]) => kept.includes(name.toLowerCase()))
  return { headers: [...originalHeaders(wire), ...headers, [own.redrives, String(redrives)]], body: wire.body }
}

/** Without what the server said of the message where it was, such as what it was to be deduplicated by, and ours. */
const originalHeaders = ({ headers }: NatsWire): NatsWire['headers'] =>
  headers.filter(([name]) => !/^nats-/i.test(name) && (!/^tidings-/i.test(name) || name.toLowerCase() === own.key))

const nothing = new Uint8Array(0)
