import fc from 'fast-check'
import { generate, type IPublishPacket, parser } from 'mqtt-packet'
import { expect, test } from 'vitest'
import { Decoder, encodeAcknowledgements } from './client.js'
import { packetOf } from './publication.js'
import { Received } from './received.js'

// The packets' library is the judge of what is ours.
const options = { protocolVersion: 5 }

const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
const publications = fc.record({
  topic: name,
  payload: fc.uint8Array({ maxLength: 300 }),
  retain: fc.boolean(),
  contentType: fc.option(name, { nil: undefined }),
  messageExpiryInterval: fc.option(fc.integer({ min: 1, max: 0xffff_ffff }), { nil: undefined }),
  properties: fc.uniqueArray(fc.tuple(name, text), {
    selector: ([each]) => each,
    maxLength: 8,
  }),
})

test('what is written is read as it was meant', () => {
  fc.assert(
    fc.property(publications, fc.integer({ min: 1, max: 65_535 }), (publication, messageId) => {
      const { bytes, numberAt = 0 } = packetOf(publication)
      bytes.writeUInt16BE(messageId, numberAt)
      const { topic, payload, retain, qos, messageId: number, properties = {} } = readByLibrary(bytes)
      expect({ topic, retain, qos, number }).toEqual({
        topic: publication.topic,
        retain: publication.retain,
        qos: 1,
        number: messageId,
      })
      expect(new Uint8Array(payload as Buffer)).toEqual(publication.payload)
      expect(properties.contentType).toBe(publication.contentType)
      expect(properties.messageExpiryInterval).toBe(publication.messageExpiryInterval)
      expect(new Map(Object.entries(properties.userProperties ?? {}))).toEqual(new Map(publication.properties))
    }),
  )
})

test('what others write is read the same, however it is cut on its way', () => {
  const packets = fc.array(fc.tuple(publications, fc.integer({ min: 1, max: 65_535 }), fc.boolean()), { maxLength: 6 })
  fc.assert(
    fc.property(packets, fc.integer({ min: 1, max: 700 }), (given, size) => {
      const bytes = Buffer.concat(
        given.flatMap(([publication, messageId, dup]) => [
          generate(asPacket(publication, messageId, dup), options),
          encodeAcknowledgements([messageId]),
        ]),
      )
      const decoder = new Decoder()
      const read: ReturnType<Decoder['decode']>[number][] = []
      for (let at = 0; at < bytes.length; at += size) read.push(...decoder.decode(bytes.subarray(at, at + size)))
      const told = read.map((packet) =>
        packet instanceof Received
          ? {
              topic: packet.topic,
              payload: new Uint8Array(packet.payload),
              messageId: packet.messageId,
              dup: packet.dup,
              retain: packet.retain,
              contentType: packet.contentType,
              properties: new Map(packet.properties),
            }
          : packet,
      )
      expect(told).toEqual(
        given.flatMap(([{ topic, payload, retain, contentType, properties }, messageId, dup]) => [
          { topic, payload, messageId, dup, retain, contentType, properties: new Map(properties) },
          { cmd: 'puback', messageId, reasonCode: 0 },
        ]),
      )
    }),
  )
})

test('of what is cut off or broken nothing is made up', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
      const bytes = Buffer.from([0x32, body.length, ...body])
      try {
        const [packet] = new Decoder().decode(bytes)
        if (!(packet instanceof Received)) throw new Error('no PUBLISH')
        for (const [each] of packet.properties) packet.find(Buffer.from(each))
        expect(packet.payload.length).toBeLessThanOrEqual(body.length)
      } catch (error) {
        expect((error as Error).message).toMatch(/^a PUBLISH/)
      }
    }),
  )
})

test('one that ends too soon is refused, whatever comes behind it', () => {
  fc.assert(
    fc.property(publications, (publication) => {
      const { bytes } = packetOf({ ...publication, payload: '' })
      const pongs = Buffer.from('d000d000d000d000', 'hex')
      const body = bytes.subarray(bytes.findIndex((byte, at) => at > 0 && byte < 0x80) + 1)
      for (let cut = 0; cut < body.length; cut++) {
        const length = cut < 0x80 ? [cut] : [(cut & 0x7f) | 0x80, cut >> 7]
        const frame = Buffer.concat([Buffer.of(0x32, ...length), body.subarray(0, cut), pongs])
        expect(() => new Decoder().decode(frame)).toThrow(/^a PUBLISH/)
      }
    }),
    { numRuns: 20 },
  )
})

test('one whose last property is longer than its properties is refused', () => {
  const { bytes } = packetOf({ topic: 't', payload: 'payload', properties: [['name', 'value']] })
  // The type, the length, the topic, the number; then how long the properties are.
  const at = 1 + 1 + 3 + 2
  bytes.writeUInt8(bytes.readUInt8(at) - 1, at)
  expect(() => new Decoder().decode(bytes)).toThrow(/^a PUBLISH whose last property is longer/)
})

function readByLibrary(bytes: Buffer): IPublishPacket {
  const found: unknown[] = []
  const reading = parser(options)
  reading.on('packet', (packet) => found.push(packet))
  reading.parse(bytes)
  return found[0] as IPublishPacket
}

type Given = typeof publications extends fc.Arbitrary<infer T> ? T : never

const asPacket = (
  { topic, payload, retain, contentType, messageExpiryInterval, properties }: Given,
  messageId: number,
  dup: boolean,
): IPublishPacket => ({
  cmd: 'publish',
  qos: 1,
  dup,
  retain,
  topic,
  payload: Buffer.from(payload),
  messageId,
  properties: {
    ...(contentType !== undefined && { contentType }),
    ...(messageExpiryInterval !== undefined && { messageExpiryInterval }),
    ...(properties.length > 0 && { userProperties: Object.fromEntries(properties) }),
  },
})
