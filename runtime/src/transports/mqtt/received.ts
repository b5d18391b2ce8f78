import type { Frame } from './frames.js'

/**
 * A PUBLISH as it came: MQTT 5.0, section 3.3. Each session is given every message, and most are for another: so texts
 * are made of the bytes only when somebody asks for them.
 */
export class Received {
  readonly cmd = 'publish'
  readonly qos: number
  readonly dup: boolean
  readonly retain: boolean
  /** 0 where QoS 0 has none. */
  readonly messageId: number
  readonly #bytes: Buffer
  readonly #topicAt: number
  readonly #propertiesAt: number
  readonly #payloadAt: number
  readonly #end: number
  #topic: string | undefined
  #contentTypeAt: number | undefined

  /** Throws for what is malformed. */
  constructor({ bytes, start, body, end }: Frame) {
    const flags = bytes[start] as number
    this.#bytes = bytes
    this.#end = end
    this.dup = (flags & 0x08) !== 0
    this.qos = (flags >> 1) & 0x03
    this.retain = (flags & 0x01) !== 0
    if (this.qos > 2) throw new Error('a PUBLISH of QoS 3')
    this.#topicAt = body
    let at = this.#after(body)
    this.messageId = this.qos > 0 ? this.#number(at) : 0
    if (this.qos > 0) at += 2
    const [length, propertiesAt] = this.#varying(at)
    this.#propertiesAt = propertiesAt
    this.#payloadAt = propertiesAt + length
    if (this.#payloadAt > end) throw new Error('a PUBLISH whose properties are longer than it is')
    for (at = propertiesAt; at < this.#payloadAt; at = this.#afterProperty(at)) {
      if (bytes[at] === contentType) this.#contentTypeAt = at + 1
    }
    if (at !== this.#payloadAt) throw new Error('a PUBLISH whose last property is longer than its properties')
  }

  get topic(): string {
    this.#topic ??= this.#text(this.#topicAt)
    return this.#topic
  }

  /** A part of what was received, which stays as long as this is kept. */
  get payload(): Buffer {
    return this.#bytes.subarray(this.#payloadAt, this.#end)
  }

  get contentType(): string | undefined {
    return this.#contentTypeAt === undefined ? undefined : this.#text(this.#contentTypeAt)
  }

  /** The User Properties, in their order. */
  get properties(): readonly (readonly [name: string, value: string])[] {
    const properties: [string, string][] = []
    for (let at = this.#propertiesAt; at < this.#payloadAt; at = this.#afterProperty(at)) {
      if (this.#bytes[at] === userProperty) {
        properties.push([this.#text(at + 1), this.#text(this.#after(at + 1))])
      }
    }
    return properties
  }

  /** The bytes of the first User Property of this name. */
  find(name: Uint8Array): Buffer | undefined {
    for (let at = this.#propertiesAt; at < this.#payloadAt; at = this.#afterProperty(at)) {
      if (this.#bytes[at] !== userProperty || !this.#isAt(at + 1, name)) continue
      const value = this.#after(at + 1)
      return this.#bytes.subarray(value + 2, this.#after(value))
    }
    return undefined
  }

  #isAt(at: number, name: Uint8Array): boolean {
    if (this.#number(at) !== name.length) return false
    for (let index = 0; index < name.length; index++) {
      if (this.#bytes[at + 2 + index] !== name[index]) return false
    }
    return true
  }

  #text(at: number): string {
    return this.#bytes.toString('utf8', at + 2, this.#after(at))
  }

  /** Behind a text or bytes that have their length before them. */
  #after(at: number): number {
    const after = at + 2 + this.#number(at)
    if (after > this.#end) throw new Error('a PUBLISH that ends in the middle of a text')
    return after
  }

  #number(at: number): number {
    if (at + 2 > this.#end) throw new Error('a PUBLISH that ends in the middle of a number')
    return ((this.#bytes[at] as number) << 8) | (this.#bytes[at + 1] as number)
  }

  /** MQTT 5.0, section 1.5.5: its value, and what is behind it. */
  #varying(from: number): readonly [value: number, after: number] {
    let value = 0
    for (let at = from, factor = 1; at < this.#end && at < from + 4; at++, factor *= 128) {
      const byte = this.#bytes[at] as number
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return [value, at + 1]
    }
    throw new Error('a PUBLISH with a length that is none')
  }

  /** MQTT 5.0, section 3.3.2.3: what a PUBLISH may have. */
  #afterProperty(at: number): number {
    switch (this.#bytes[at]) {
      case userProperty:
        return this.#after(this.#after(at + 1))
      case contentType:
      case responseTopic:
      case correlationData:
        return this.#after(at + 1)
      case payloadFormat:
        return at + 2
      case topicAlias:
        return at + 3
      case messageExpiry:
        return at + 5
      case subscriptionIdentifier:
        return this.#varying(at + 1)[1]
      default:
        throw new Error(`a PUBLISH with a property 0x${this.#bytes[at]?.toString(16)}`)
    }
  }
}

const payloadFormat = 0x01
const messageExpiry = 0x02
const contentType = 0x03
const responseTopic = 0x08
const correlationData = 0x09
const subscriptionIdentifier = 0x0b
const topicAlias = 0x23
const userProperty = 0x26
