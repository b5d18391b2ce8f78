import {
  generate,
  type IConnackPacket,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  type Parser,
  parser,
} from 'mqtt-packet'
import { type Frame, Frames } from './frames.js'
import { Received } from './received.js'

// The one place that knows the packets' library, which reads and writes all but what there is of each message.
export type { IConnackPacket, IConnectPacket }
export type Outgoing = Exclude<Packet, IPublishPacket>
export type Incoming = Outgoing | Received

const options = { protocolVersion: 5 }

/** The bytes of a packet of MQTT 5. */
export const encode = (packet: Outgoing): Buffer => generate(packet, options)

/** PUBACKs, all received well: MQTT 5.0, section 3.4. */
export function encodeAcknowledgements(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * messageIds.length)
  for (let index = 0, at = 0; index < messageIds.length; index++) {
    const messageId = messageIds[index] as number
    bytes[at++] = puback
    bytes[at++] = 2
    bytes[at++] = messageId >> 8
    bytes[at++] = messageId & 0xff
  }
  return bytes
}

export class Decoder {
  readonly #frames = new Frames()
  readonly #others: Parser = parser(options)
  #other: Packet | undefined

  constructor() {
    this.#others.on('packet', (packet) => {
      this.#other = packet
    })
    this.#others.on('error', (error: unknown) => {
      throw error instanceof Error ? error : new Error(String(error))
    })
  }

  /** The packets that these bytes complete. Throws for what is no MQTT. */
  decode(bytes: Buffer): readonly Incoming[] {
    return this.#frames.cut(bytes).map((frame) => this.#packet(frame))
  }

  #packet(frame: Frame): Incoming {
    const { bytes, start, body, end } = frame
    const first = bytes[start] as number
    if (first >> 4 === publish) return new Received(frame)
    // Most say no more than which message it was.
    if (first === puback && end === body + 2) {
      return { cmd: 'puback', messageId: bytes.readUInt16BE(body), reasonCode: 0 }
    }
    this.#other = undefined
    this.#others.parse(bytes.subarray(start, end))
    const packet = this.#other as Packet | undefined
    if (packet === undefined || packet.cmd === 'publish') throw new Error('a packet that ends before its end')
    return packet
  }
}

const publish = 3
const puback = 0x40
