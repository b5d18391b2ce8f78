import { randomUUID } from 'node:crypto'
import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import { readDetails, writeDetails } from '../../transport/dead-letter-headers.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import { isOfBroker, own } from './header-names.js'
import { type RabbitmqHolding, readPlace } from './holding.js'
import { type AmqpWire, headerOf, readKey, readMessage, sizeOfHeaders, textOf } from './wire.js'

/** What the client can write of headers is 64 KiB. */
export const mostHeaders = 60_000

/**
 * The original, byte for byte, and in headers of ours beside its own what befell it. Where its own leave no room for
 * ours, they stand in a line before the body.
 */
export function writeDeadLetter(holding: RabbitmqHolding, details: DeadLetterDetails, subscription: string): AmqpWire {
  const { place, redrives, wire } = holding
  const told = given({
    [own.id]: randomUUID(),
    [own.subscription]: subscription,
    [own.address]: place.address,
    [own.family]: place.family,
    [own.application]: place.application,
    ...writeDetails(details, redrives),
  })
  const headers = { ...originalHeaders(wire.headers), ...told }
  if (sizeOfHeaders(headers) <= mostHeaders) return { ...wire, headers }
  const line = `${JSON.stringify(originalHeaders(wire.headers))}\n`
  return {
    ...wire,
    headers: { ...told, [own.headersInBody]: 'yes' },
    body: Buffer.concat([Buffer.from(line), wire.body]),
  }
}

export function readDeadLetter(wire: AmqpWire): DeadLetter {
  const read = (name: string) => headerOf(wire.headers, name)
  const original = originalOf(wire)
  const { message } = messageOrReason(() => readMessage(original))
  const key = readKey(original, message)
  return {
    id: idOf(wire),
    ...readDetails(read),
    place: readPlace(wire.headers) ?? { address: '' },
    ...(key !== undefined && { key }),
    ...(message === undefined ? { wire: foreignWire(original) } : { message }),
  }
}

/** What somebody else put there has no name. */
export const idOf = ({ headers }: AmqpWire): string => headerOf(headers, own.id) ?? ''

/** A dead letter as it comes again: the original, and where it was carried. */
export function writeRedriven(wire: AmqpWire): AmqpWire {
  const original = originalOf(wire)
  const place = given({
    [own.address]: headerOf(wire.headers, own.address),
    [own.family]: headerOf(wire.headers, own.family),
    [own.application]: headerOf(wire.headers, own.application),
    [own.redrives]: Number(headerOf(wire.headers, own.redrives) ?? 0) + 1,
  })
  return { ...original, headers: { ...original.headers, ...place } }
}

function originalOf(wire: AmqpWire): AmqpWire {
  if (headerOf(wire.headers, own.headersInBody) === undefined) {
    return { ...wire, headers: originalHeaders(wire.headers) }
  }
  const body = Buffer.from(wire.body)
  const end = body.indexOf('\n')
  return { ...wire, headers: JSON.parse(body.subarray(0, end).toString()), body: body.subarray(end + 1) }
}

/** Without what the broker said of the message where it was, and ours. */
const originalHeaders = (headers: AmqpWire['headers']): AmqpWire['headers'] =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !isOfBroker(name) && (!name.startsWith('tidings-') || name === own.key)),
  )

const foreignWire = ({ contentType, headers, body }: AmqpWire) => ({
  headers: {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value)])),
  },
  body,
})

const given = (headers: Readonly<Record<string, string | number | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
