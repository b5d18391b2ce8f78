import { percentDecode, percentEncode } from '../../message/percent.js'
import type { DeadLetter, DeadLetterDetails, DeadLetterReason } from '../../transport/dead-letter.js'
import { own } from './header-names.js'
import { type NatsHolding, readOr, readPlace } from './holding.js'
import { headerOf, type NatsWire, readKey, readMessage } from './wire.js'

/** The original, byte for byte, and in headers of ours beside its own what befell it. */
export function writeDeadLetter(holding: NatsHolding, details: DeadLetterDetails, subscription: string): NatsWire {
  const { place, redrives, subject } = holding
  const { error } = details
  const told: Record<string, string | number | undefined> = {
    [own.subscription]: subscription,
    [own.subject]: subject,
    [own.address]: place.address,
    [own.family]: place.family,
    [own.application]: place.application,
    [own.redrives]: redrives,
    [own.reason]: details.reason,
    [own.errorName]: error.name,
    [own.errorMessage]: cut(error.message),
    [own.errorCode]: error.code,
    [own.attempts]: details.attempts,
    [own.redeliveries]: details.redeliveries,
    [own.firstAttemptAt]: details.firstAttemptAt,
    [own.lastAttemptAt]: details.lastAttemptAt,
    [own.parkedAt]: details.parkedAt,
  }
  const headers = Object.entries(told).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, percentEncode(String(value))] as const],
  )
  return { headers: [...originalHeaders(holding.wire), ...headers], body: holding.wire.body }
}

export function readDeadLetter(id: string, wire: NatsWire): DeadLetter {
  const read = (name: string): string | undefined => {
    const value = headerOf(wire.headers, name)
    return value === undefined ? undefined : percentDecode(value)
  }
  const original: NatsWire = { headers: originalHeaders(wire), body: wire.body }
  const { message } = readOr(() => readMessage(original))
  const key = readKey(original, message)
  const code = read(own.errorCode)
  const redeliveries = read(own.redeliveries)
  const firstAttemptAt = read(own.firstAttemptAt)
  const lastAttemptAt = read(own.lastAttemptAt)
  return {
    id,
    subscription: read(own.subscription) ?? '',
    place: readPlace(wire.headers) ?? { address: read(own.subject) ?? '' },
    ...(key !== undefined && { key }),
    ...(message === undefined
      ? { wire: { headers: Object.fromEntries(original.headers), body: original.body } }
      : { message }),
    redrives: Number(read(own.redrives) ?? 0),
    reason: (read(own.reason) ?? 'undecodable') as DeadLetterReason,
    error: {
      name: read(own.errorName) ?? 'Error',
      message: read(own.errorMessage) ?? '',
      ...(code !== undefined && { code }),
    },
    attempts: Number(read(own.attempts) ?? 0),
    ...(redeliveries !== undefined && { redeliveries: Number(redeliveries) }),
    ...(firstAttemptAt !== undefined && { firstAttemptAt }),
    ...(lastAttemptAt !== undefined && { lastAttemptAt }),
    parkedAt: read(own.parkedAt) ?? '',
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

/** What is told of an error must leave room for the message. */
const cut = (text: string) => (text.length <= 1_000 ? text : `${text.slice(0, 1_000)}…`)
