import type { DeadLetter, DeadLetterDetails } from '../../transport/dead-letter.js'
import { cutEncoded, readDetails, writeDetails } from '../../transport/dead-letter-headers.js'
import { messageOrReason } from '../../transport/message-or-reason.js'
import { type MqttHolding, placeProperties, readPlace } from './holding.js'
import { own } from './property-names.js'
import { lasting, written } from './redriven.js'
import { type MqttWire, propertyOf, readKey, readMessage } from './wire.js'

/** The original, byte for byte, and in properties of ours beside its own what befell it. */
export function writeDeadLetter(holding: MqttHolding, details: DeadLetterDetails, subscription: string): MqttWire {
  const told = {
    [own.subscription]: subscription,
    ...placeProperties(holding),
    ...writeDetails(details, holding.redrives, cutEncoded),
  }
  return { ...holding.wire, properties: [...lasting(holding.wire), ...written(told)] }
}

export function readDeadLetter(id: string, wire: MqttWire): DeadLetter {
  const read = (name: string) => propertyOf(wire.properties, name)
  const original: MqttWire = { ...wire, properties: lasting(wire) }
  const { message } = messageOrReason(() => readMessage(original))
  const key = readKey(original.properties, message)
  return {
    id,
    ...readDetails(read),
    place: readPlace(wire.properties) ?? { address: read(own.topic) ?? '' },
    ...(key !== undefined && { key }),
    ...(message === undefined ? { wire: { headers: headersOf(original), body: original.body } } : { message }),
  }
}

/** A dead letter as it comes again: the original, and where it was carried. */
export function writeRedriven(wire: MqttWire): MqttWire {
  const kept: readonly string[] = [own.topic, own.address, own.family, own.application]
  const redrives = Number(propertyOf(wire.properties, own.redrives) ?? 0) + 1
  const places = wire.properties.filter(([name]) => kept.includes(name))
  return { ...wire, properties: [...lasting(wire), ...places, ...written({ [own.redrives]: redrives })] }
}

const headersOf = ({ contentType, properties }: MqttWire): Readonly<Record<string, string>> =>
  Object.fromEntries([...(contentType === undefined ? [] : [['content-type', contentType] as const]), ...properties])
