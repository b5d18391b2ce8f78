import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import { cutText, readDetails, writeDetails } from '../../transport/dead-letter-headers.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import { isOwn, own } from './header-names.js'
import { type KafkaHolding, readPlace } from './holding.js'
import { type Header, header, headerOf, type KafkaWire, readKey, readMessage, texts } from './wire.js'

/** The original, byte for byte, and in headers of ours beside its own what befell it; its key gives way to another. */
export function writeDeadLetter(
  holding: KafkaHolding,
  details: DeadLetterDetails,
  subscription: string,
  key: Uint8Array,
): KafkaWire {
  const { wire } = holding
  const headers = [...originalHeaders(wire), ...headersOf(holding, details, subscription)]
  // A null would remove it.
  if (wire.value === null) headers.push(header(own.nullValue, 'true'))
  if (wire.key !== null) headers.push([own.key, wire.key])
  return { key, headers, value: wire.value ?? new Uint8Array(0) }
}

/** Of one that does not fit: what befell it, and where the original is. */
export function writeReference(
  holding: KafkaHolding,
  details: DeadLetterDetails,
  subscription: string,
  key: Uint8Array,
): KafkaWire {
  const { name, message } = details.error
  const where = `too large to be stored whole: its original is ${originOf(holding)}`
  const error = { ...details.error, name, message: `${cutText(message, 1_000)} (${where})` }
  const headers = headersOf(holding, { ...details, error }, subscription)
  return { key, headers: [...headers, header(own.elsewhere, 'true')], value: new Uint8Array(0) }
}

export const isReference = ({ headers }: KafkaWire): boolean => headerOf(headers, own.elsewhere) !== undefined

const originOf = ({ partition, offset }: KafkaHolding): string =>
  `record ${offset} of partition ${partition.index} of topic ${partition.topic}`

function headersOf(holding: KafkaHolding, details: DeadLetterDetails, subscription: string): Header[] {
  const { place, redrives, partition, offset } = holding
  const told: Record<string, string | number | undefined> = {
    [own.subscription]: subscription,
    [own.topic]: partition.topic,
    [own.partition]: partition.index,
    [own.offset]: String(offset),
    [own.address]: place.address,
    [own.family]: place.family,
    [own.application]: place.application,
    ...writeDetails(details, redrives),
  }
  return Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [header(name, String(value))]))
}

export function readDeadLetter(id: string, wire: KafkaWire): DeadLetter {
  const read = (name: string): string | undefined => headerOf(wire.headers, name)
  const original = originalOf(wire)
  const { message } = messageOrReason(() => readMessage(original))
  const key = readKey(original, message)
  return {
    id,
    ...readDetails(read),
    place: readPlace(wire.headers) ?? { address: read(own.topic) ?? '' },
    ...(key !== undefined && { key }),
    ...(message === undefined
      ? {
          wire: {
            headers: Object.fromEntries(texts(original.headers)),
            ...(original.value && { body: original.value }),
          },
        }
      : { message }),
  }
}

/** A dead letter as it comes again: the original, whose it is, and where it was carried. */
export function writeRedriven(wire: KafkaWire): KafkaWire {
  const kept: readonly string[] = [own.subscription, own.address, own.family, own.application]
  const redrives = Number(headerOf(wire.headers, own.redrives) ?? 0) + 1
  const headers = wire.headers.filter(([name]) => kept.includes(name))
  const original = originalOf(wire)
  return { ...original, headers: [...original.headers, ...headers, header(own.redrives, String(redrives))] }
}

const originalOf = (wire: KafkaWire): KafkaWire => ({
  key: wire.headers.find(([name]) => name === own.key)?.[1] ?? null,
  headers: originalHeaders(wire),
  value: headerOf(wire.headers, own.nullValue) === 'true' ? null : wire.value,
})

/** Without ours. */
const originalHeaders = ({ headers }: KafkaWire): Header[] => headers.filter(([name]) => !isOwn(name))
