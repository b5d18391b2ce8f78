import type { Holding } from '../../transport/holding.js'
import { addressMatcher } from '../../transport/match-address.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place, Source } from '../../transport/place.js'
import { own } from './field-names.js'
import { fieldOf, type RedisWire, readKey, readMessage, readTrace, wireOf } from './wire.js'

/** A stream that a subscription reads, and what of it is for it. */
export interface ReadStream {
  readonly key: string
  readonly sources: readonly Source[]
  /** Whether dead letters come again through it. */
  readonly isInlet: boolean
}

/** Where an entry is, and in which group it was handed out. */
export interface EntryPlace {
  readonly stream: ReadStream
  readonly group: string
  /** As whom we have it. */
  readonly consumer: string
  readonly id: string
}

/** One entry of a stream, in our hands until it is settled or somebody else took it over. */
export interface RedisHolding extends Holding, EntryPlace {
  /** Of the entry, in its group. */
  readonly name: string
  /** As it stands in the stream: names and values, one after the other. */
  readonly entry: readonly Buffer[]
  readonly redrives: number
}

/** `undefined` for what is at an address that the sources do not take: a stream holds those of a whole family. */
export function holdingOf(at: EntryPlace, entry: readonly Buffer[], count: number): RedisHolding | undefined {
  const wire = wireOf(entry)
  const place = at.stream.isInlet ? readPlace(wire) : placeIn(at.stream, wire)
  if (place === undefined) return undefined
  const { message, unreadable } = messageOrReason(() => readMessage(wire))
  const { stream, group, consumer, id } = at
  return {
    stream,
    group,
    consumer,
    id,
    name: `${stream.key} ${group} ${id}`,
    place,
    message,
    unreadable,
    key: readKey(wire, message),
    trace: readTrace(wire),
    redeliveries: count - 1,
    entry,
    redrives: Number(fieldOf(wire.fields, own.redrives) ?? 0),
  }
}

/** Where it was carried, as it says itself once it was given up. */
export function readPlace({ fields }: RedisWire): Place {
  const application = fieldOf(fields, own.application)
  const family = fieldOf(fields, own.family)
  return {
    address: fieldOf(fields, own.address) ?? fieldOf(fields, own.stream) ?? '',
    ...(application !== undefined && { application }),
    ...(family !== undefined && { family }),
  }
}

/** Of an entry of a family that tells no address, the family itself: so it is for who takes all of it. */
function placeIn({ sources }: ReadStream, { fields }: RedisWire): Place | undefined {
  const told = fieldOf(fields, own.address)
  for (const { address, family, application } of sources) {
    const own = family === undefined ? address : (told ?? family)
    if (own !== address && !addressMatcher(address)(own)) continue
    return { address: own, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
  }
  return undefined
}
