/** A message as it is published. */
export interface Publication {
  readonly topic: string
  readonly payload: Uint8Array | string
  readonly contentType?: string | undefined
  /** The User Properties. */
  readonly properties?: readonly (readonly [name: string, value: string])[]
  readonly retain?: boolean
  /** In seconds. */
  readonly messageExpiryInterval?: number | undefined
}

/** A PUBLISH in bytes, to be sent once it is known under which number: MQTT 5.0, section 3.3. */
export interface Packet {
  readonly topic: string
  readonly bytes: Buffer
  /** Where its number stands; absent with QoS 0. */
  readonly numberAt: number | undefined
}

/** With QoS 0 nobody confirms it. Throws for a text of more than 65,535 bytes. */
export function packetOf(publication: Publication, qos: 0 | 1 = 1): Packet {
  const { topic, contentType, properties = [], retain = false, messageExpiryInterval } = publication
  const payload = typeof publication.payload === 'string' ? Buffer.from(publication.payload) : publication.payload
  let length = messageExpiryInterval === undefined ? 0 : 5
  if (contentType !== undefined) length += 1 + sizeOfText(contentType)
  for (const [name, value] of properties) length += 1 + sizeOfText(name) + sizeOfText(value)
  const remaining = sizeOfText(topic) + 2 * qos + sizeOfVarying(length) + length + payload.byteLength
  if (remaining > longest) throw new RangeError('a packet of MQTT is no longer than 268,435,455 bytes')
  const writer = new Writer(1 + sizeOfVarying(remaining) + remaining)
  writer.byte(0x30 | (qos << 1) | (retain ? 1 : 0))
  writer.varying(remaining)
  writer.text(topic)
  const numberAt = qos === 0 ? undefined : writer.skip(2)
  writer.varying(length)
  if (messageExpiryInterval !== undefined) writer.expiry(messageExpiryInterval)
  if (contentType !== undefined) {
    writer.byte(0x03)
    writer.text(contentType)
  }
  for (const [name, value] of properties) {
    writer.byte(0x26)
    writer.text(name)
    writer.text(value)
  }
  writer.bytes.set(payload, writer.at)
  return { topic, bytes: writer.bytes, numberAt }
}

class Writer {
  readonly bytes: Buffer
  at = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size)
  }

  skip(count: number): number {
    const { at } = this
    this.at += count
    return at
  }

  byte(value: number): void {
    this.bytes[this.at++] = value
  }

  /** MQTT 5.0, section 1.5.5. */
  varying(value: number): void {
    let rest = value
    for (; rest > 0x7f; rest >>= 7) this.byte((rest & 0x7f) | 0x80)
    this.byte(rest)
  }

  text(text: string): void {
    const size = this.bytes.write(text, this.at + 2)
    this.bytes.writeUInt16BE(size, this.at)
    this.at += 2 + size
  }

  expiry(seconds: number): void {
    this.byte(0x02)
    this.at = this.bytes.writeUInt32BE(seconds, this.at)
  }
}

function sizeOfText(text: string): number {
  const size = Buffer.byteLength(text)
  if (size > 0xffff) throw new RangeError('a text of MQTT is no longer than 65,535 bytes')
  return 2 + size
}

const sizeOfVarying = (value: number): number => (value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4)

const longest = 268_435_455
