import type { Holding } from '../../transport/holding.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import type { Place } from '../../transport/place.js'
import type { ConsumeMessage, MessageProperties } from './client.js'
import type { Epoch } from './epoch.js'
import { own } from './header-names.js'
import type { Origins } from './origins.js'
import { type AmqpWire, headerOf, readKey, readMessage, readTrace } from './wire.js'

/** One message of a queue's, in our hands for as long as its channel lives. */
export interface RabbitmqHolding extends Holding {
  readonly wire: AmqpWire
  readonly properties: MessageProperties
  /** How often it was redriven. */
  readonly redrives: number
  /** On which channel it came, and as the how manieth. */
  readonly epoch: Epoch
  readonly tag: number
}

/** `undefined` for what the sources do not take: a binding that was needed once, or a wildcard that stands for more. */
export function holdingOf(delivery: ConsumeMessage, epoch: Epoch, origins: Origins): RabbitmqHolding | undefined {
  const { fields, properties } = delivery
  const wire = wireOf(delivery)
  const place = readPlace(wire.headers) ?? origins.of(fields.exchange, fields.routingKey)
  if (place === undefined) return undefined
  const { message, unreadable } = messageOrReason(() => readMessage(wire))
  return {
    place,
    message,
    unreadable,
    key: readKey(wire, message),
    trace: readTrace(wire),
    redeliveries: Number(headerOf(wire.headers, 'x-delivery-count') ?? (fields.redelivered ? 1 : 0)),
    wire,
    properties,
    redrives: Number(headerOf(wire.headers, own.redrives) ?? 0),
    epoch,
    tag: fields.deliveryTag,
  }
}

export const wireOf = ({ properties, content }: Pick<ConsumeMessage, 'properties' | 'content'>): AmqpWire => ({
  contentType: properties.contentType === undefined ? undefined : String(properties.contentType),
  headers: properties.headers ?? {},
  // A copy: what was received is part of a larger buffer, which would stay as long.
  body: new Uint8Array(content),
})

/** Where it was carried, as it says itself once it was given up. */
export function readPlace(headers: AmqpWire['headers']): Place | undefined {
  const address = headerOf(headers, own.address)
  if (address === undefined) return undefined
  const application = headerOf(headers, own.application)
  const family = headerOf(headers, own.family)
  return { address, ...(application !== undefined && { application }), ...(family !== undefined && { family }) }
}
