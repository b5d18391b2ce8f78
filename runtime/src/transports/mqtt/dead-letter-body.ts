import { own } from './property-names.js'
import type { Reader } from './reader.js'
import { type MqttWire, propertyOf } from './wire.js'

/**
 * What a retained message cannot have as its payload: nothing, which would remove it, and what is too large beside what
 * befell it. That stands on topics below, in halves.
 */
export const withoutBody = (wire: MqttWire, body: 'none' | 'below'): MqttWire => ({
  ...wire,
  properties: [...wire.properties, [own.body, body]],
  body: placeholder,
})

export const halvesOf = ({ body }: MqttWire): readonly Uint8Array[] => {
  const middle = Math.ceil(body.byteLength / 2)
  return [body.subarray(0, middle), body.subarray(middle)]
}

/** Where they are, in their order. */
export const halfTopics = (topic: string): readonly string[] => [`${topic}/0`, `${topic}/1`]

export const isBelow = ({ properties }: MqttWire): boolean => propertyOf(properties, own.body) === 'below'

/** A dead letter as it was given up. */
export async function withBody(wire: MqttWire, topic: string, reader: Reader): Promise<MqttWire> {
  if (!isBelow(wire)) return propertyOf(wire.properties, own.body) === 'none' ? { ...wire, body: nothing } : wire
  const found = new Map<string, Buffer>()
  await reader.read(`${topic}/+`, (half) => found.set(half.topic, Buffer.from(half.payload)))
  return { ...wire, body: Buffer.concat(halfTopics(topic).map((each) => found.get(each) ?? nothing)) }
}

const nothing = new Uint8Array(0)
const placeholder = Buffer.from('-')
