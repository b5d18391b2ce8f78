import { remembered } from '../../message/remembered.js'
import type { Holding } from '../../transport/holding.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place, Source } from '../../transport/place.js'
import { isOwn, own } from './property-names.js'
import type { Received } from './received.js'
import type { Slot } from './slot.js'
import type { Topics } from './topics.js'
import { type MqttWire, propertyOf, readKey, readMessage, readTrace } from './wire.js'

/** One message of a session's, in our hands until it is settled or its session is with somebody else. */
export interface MqttHolding extends Holding {
  readonly wire: MqttWire
  /** Where it was carried first. */
  readonly topic: string
  readonly slot: Slot
  readonly messageId: number
  /** How often it was redriven. */
  readonly redrives: number
}

/** Where what comes on a topic was carried; `undefined` for what the sources do not take. */
export type PlaceOf = (topic: string) => Place | undefined

/** A wildcard stands for more than a parameter. */
export function placesIn(topics: Topics, sources: readonly Source[]): PlaceOf {
  const find = remembered((topic) => ({ place: placeOf(topic, topics, sources) }))
  return (topic) => find(topic).place
}

/** `undefined` for what is on a topic that the sources do not take. */
export function holdingOf(packet: Received, slot: Slot, placeOn: PlaceOf): MqttHolding | undefined {
  const wire = wireOf(packet)
  const told = wire.properties.filter(([name]) => isOwn(name))
  const place = readPlace(told) ?? placeOn(packet.topic)
  if (place === undefined) return undefined
  const { message, unreadable } = messageOrReason(() => readMessage(wire))
  return {
    place,
    message,
    unreadable,
    key: readKey(told, message),
    trace: readTrace(told),
    redeliveries: undefined,
    wire,
    topic: propertyOf(told, own.topic) ?? packet.topic,
    slot,
    messageId: packet.messageId,
    redrives: Number(propertyOf(told, own.redrives) ?? 0),
  }
}

export function wireOf({ payload, contentType, properties }: Received): MqttWire {
  // A copy: what was received is part of a larger buffer, which would stay as long.
  return { contentType, properties, body: new Uint8Array(payload) }
}

/** Where it was carried, as it says itself once it was given up. */
export function readPlace(properties: MqttWire['properties']): Place | undefined {
  const address = propertyOf(properties, own.address)
  const application = propertyOf(properties, own.application)
  const family = propertyOf(properties, own.family)
  if (address === undefined) return undefined
  return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
}

/** What it says of itself, for where it goes. */
export const placeProperties = ({ place, topic }: Pick<MqttHolding, 'place' | 'topic'>) => ({
  [own.topic]: topic,
  [own.address]: place.address,
  [own.family]: place.family,
  [own.application]: place.application,
})

function placeOf(topic: string, topics: Topics, sources: readonly Source[]): Place | undefined {
  for (const source of sources) {
    const address = topics.addressIn(topic, source)
    if (address === undefined) continue
    const { application, family } = source
    return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
  }
  return undefined
}
