import { UndecodableMessage } from '../../error/undecodable-message.js'
import type { Holding } from '../../transport/holding.js'
import { addressMatcher } from '../../transport/match-address.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place, Source } from '../../transport/place.js'
import { own } from './header-names.js'
import type { LogRecord } from './log.js'
import type { Entry, Partition } from './partition.js'
import { type Header, headerOf, type KafkaWire, readKey, readMessage, readTrace } from './wire.js'

/** One record, in our hands until it is settled or its partition goes to somebody else. */
export interface KafkaHolding extends Holding {
  readonly wire: KafkaWire
  readonly partition: Partition
  readonly offset: bigint
  /** When it was published, in milliseconds. */
  readonly timestamp: number
  /** How often it was redriven. */
  readonly redrives: number
}

/** What makes a holding of a record each time it is handed out; `undefined` for what is not for the subscription. */
export function openerOf(
  record: LogRecord,
  partition: Partition,
  placeOf: (headers: readonly Header[]) => Place | UndecodableMessage | undefined,
): Entry['open'] | undefined {
  const place = placeOf(record.headers)
  if (place === undefined) return undefined
  return (redeliveries) => {
    const wire = copyOf(record)
    const { message, unreadable } =
      place instanceof UndecodableMessage
        ? { message: undefined, unreadable: place }
        : messageOrReason(() => readMessage(wire))
    return {
      place: place instanceof UndecodableMessage ? { address: headerOf(wire.headers, own.address) ?? '' } : place,
      message,
      unreadable,
      key: readKey(wire, message),
      trace: readTrace(wire),
      redeliveries,
      wire,
      partition,
      offset: record.offset,
      timestamp: record.timestamp,
      redrives: Number(headerOf(wire.headers, own.redrives) ?? 0),
    }
  }
}

/** Where a record of a topic was carried, if that is one of the sources, which have this topic. */
export function placeFinder(sources: readonly Source[]) {
  const matchers = sources.map((source) => ({ source, matches: addressMatcher(source.address) }))
  return (headers: readonly Header[]): Place | UndecodableMessage | undefined => {
    const said = headerOf(headers, own.address)
    for (const { source, matches } of matchers) {
      if (said === undefined ? isWhole(source) : matches(said)) return placeIn(source, said ?? source.address)
    }
    const open = sources.find(({ address, family }) => family !== undefined && family === address)
    if (said !== undefined || open === undefined) return undefined
    return new UndecodableMessage(`No header ${own.address} says which address of ${open.address} it was carried to`)
  }
}

/** Where it was carried, as it says itself once it was given up. */
export function readPlace(headers: readonly Header[]): Place | undefined {
  const address = headerOf(headers, own.address)
  const application = headerOf(headers, own.application)
  const family = headerOf(headers, own.family)
  if (address === undefined) return undefined
  return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
}

/** Without parameters, so that there is but one address. */
const isWhole = ({ address, family }: Source): boolean =>
  !/\{[^{}]+\}/.test(address) && (family === undefined || family === address)

const placeIn = ({ application, family }: Source, address: string): Place => ({
  address,
  ...(application !== undefined && { application }),
  ...(family !== undefined && { family }),
})

/** What was received is part of a larger buffer, which would stay as long. */
const copyOf = ({ key, value, headers }: KafkaWire): KafkaWire => ({
  key: key && new Uint8Array(key),
  value: value && new Uint8Array(value),
  headers: headers.map(([name, bytes]) => [name, new Uint8Array(bytes)] as const),
})
