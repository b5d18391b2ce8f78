import type { Socket } from 'node:net'
import { Deadline } from '../../delivery/deadline.js'
import type { Clock } from '../../transport/clock.js'
import { Asked } from './asked.js'
import {
  Decoder,
  encode,
  encodeAcknowledgements,
  type IConnackPacket,
  type IConnectPacket,
  type Incoming,
  type Outgoing,
} from './client.js'
import { type MqttSettings, placeOf } from './options.js'
import { Pings } from './pings.js'
import { type Packet, type Publication, packetOf } from './publication.js'
import { Refused } from './reasons.js'
import type { Received } from './received.js'
import { openSocket } from './socket.js'

export interface LinkOptions {
  readonly settings: MqttSettings
  readonly clock: Clock
  readonly clientId: string
  /** Begins with an empty session. */
  readonly clean?: boolean
  /** How long the broker keeps the session when nobody is connected; default 0. */
  readonly sessionExpirySeconds?: number
  /** How many messages may be here unacknowledged. */
  readonly receiveMaximum?: number
  readonly will?: IConnectPacket['will']
  /** Let in; before the first message comes. */
  readonly opened?: (link: Link) => void
  readonly message?: (message: Received, link: Link) => void
  /** It ended after it was opened, and not by us. */
  readonly closed?: (error: Error, link: Link) => void
}

/** One connection of MQTT 5, from CONNECT to its end. Reading goes on whatever is being handled. */
export class Link {
  /** The session was there before. */
  isSessionPresent = false
  /** The most bytes of a packet that the broker takes. */
  maximumPacketSize = 268_435_455
  readonly #options: LinkOptions
  readonly #socket: Socket
  readonly #decoder = new Decoder()
  readonly #asked = new Asked()
  readonly #where: string
  #state: 'opening' | 'open' | 'closed' = 'opening'
  #resolve: (link: Link) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #heardAt = 0
  #callOffWatch = () => {}
  readonly #pings = new Pings(() => this.#write(pingRequest))
  /** Messages whose acknowledgements go with whatever is sent next. */
  #acknowledged: number[] = []
  #callOffSending: (() => void) | undefined

  private constructor(options: LinkOptions) {
    this.#options = options
    this.#where = `MQTT at ${placeOf(options.settings)}`
    this.#socket = openSocket(options.settings, () => this.#greet())
    this.#socket.on('data', (bytes) => this.#read(bytes))
    this.#socket.on('error', (cause) => this.#fail(new Error(`${this.#where}: ${tell(cause)}`, { cause })))
    this.#socket.on('end', () => this.#fail(new Error(`${this.#where} ended the connection`)))
    this.#socket.on('close', () => this.#fail(new Error(`the connection to ${this.#where} is lost`)))
  }

  /** Rejects when the broker cannot be reached, is silent, or lets nobody in. */
  static open(options: LinkOptions): Promise<Link> {
    const { clock, settings } = options
    return new Promise((resolve, reject) => {
      const link = new Link(options)
      const late = clock.after(settings.requestTimeoutMs, () =>
        link.#fail(new Error(`${link.#where} did not answer within ${settings.requestTimeoutMs} ms`)),
      )
      link.#resolve = (opened) => {
        late()
        resolve(opened)
      }
      link.#reject = (error) => {
        late()
        reject(error)
      }
    })
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Resolves with the broker's reason, such as 0x10 where nobody subscribes; rejects with `Refused`, or when it is lost. */
  publish(packet: Packet): Promise<number> {
    const room = this.#asked.room()
    return room === undefined ? this.#publish(packet) : room.then(() => this.#publish(packet))
  }

  /** At most once, and nobody confirms. */
  tell(publication: Publication): void {
    if (this.isOpen) this.#write(packetOf(publication, 0).bytes)
  }

  /** What is retained there comes too, unless `isNew` says that only what is new is wanted. */
  async subscribe(topics: readonly string[], { qos = 1, isNew = false, isOthers = false } = {}): Promise<void> {
    const subscriptions = topics.map((topic) => ({
      topic,
      qos: qos as 0 | 1,
      rh: isNew ? 2 : 0,
      // MQTT 5.0, section 3.8.3.1: not of a shared subscription.
      ...(isOthers && { nl: true }),
    }))
    const { granted } = await this.#ask<{ granted: readonly number[] }>((messageId) =>
      encode({ cmd: 'subscribe', subscriptions, messageId }),
    )
    for (const [index, topic] of topics.entries()) {
      const code = granted[index] ?? 0x80
      if (code >= 0x80) throw new Refused(`subscribing to ${topic} is refused`, code)
      if (code < qos) throw new Error(`subscribing to ${topic} was granted with QoS ${code}; expected ${qos}`)
    }
  }

  async unsubscribe(topics: readonly string[]): Promise<void> {
    await this.#ask((messageId) => encode({ cmd: 'unsubscribe', unsubscriptions: [...topics], messageId }))
  }

  acknowledge(messageId: number): void {
    if (!this.isOpen) return
    this.#acknowledged.push(messageId)
    this.#cork()
  }

  /** The same where nobody waits for it: with what is sent next, or in a moment, before the broker waits for it. */
  acknowledgeLater(messageId: number): void {
    if (!this.isOpen) return
    const { receiveMaximum = 65_535, clock } = this.#options
    if (this.#acknowledged.push(messageId) * 4 >= receiveMaximum) this.#cork()
    else this.#callOffSending ??= clock.after(momentMs, () => this.#cork())
  }

  /** Resolves when the broker has read all that was written until now: nobody confirms a PUBACK, but a ping after it. */
  flushed(): Promise<void> {
    return this.isOpen ? this.#pings.ask() : Promise.reject(new Error(`the connection to ${this.#where} is lost`))
  }

  /** The broker keeps the session, as was said at the beginning. Bounded, also where it is silent. */
  async close(): Promise<void> {
    const wasOpen = this.isOpen
    if (wasOpen) this.#sendAcknowledgements()
    this.#end(new Error(`the connection to ${this.#where} is closed`))
    if (!wasOpen) {
      this.#socket.destroy()
      return
    }
    const late = new Deadline(farewellMs, this.#options.clock)
    const ended = new Promise<void>((resolve) => this.#socket.once('close', () => resolve()))
    this.#socket.end(encode({ cmd: 'disconnect', reasonCode: 0 }))
    await Promise.race([ended, late.over])
    late.callOff()
    this.#socket.destroy()
  }

  /** As if the network had ended it. */
  drop(error: Error): void {
    this.#fail(error)
  }

  #greet(): void {
    const { settings, clientId, clean = false, sessionExpirySeconds = 0, receiveMaximum = 65_535, will } = this.#options
    const { username, password } = settings
    const greeting: Outgoing = {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 5,
      clientId,
      clean,
      keepalive: Math.max(1, Math.ceil(settings.keepAliveMs / 1_000)),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password: Buffer.from(password) }),
      ...(will !== undefined && { will }),
      properties: { sessionExpiryInterval: sessionExpirySeconds, receiveMaximum },
    }
    this.#write(encode(greeting))
  }

  #read(bytes: Buffer): void {
    this.#heardAt = this.#options.clock.now()
    try {
      for (const packet of this.#decoder.decode(bytes)) this.#take(packet)
    } catch (cause) {
      this.#fail(new Error(`${this.#where} says what is no MQTT 5: ${tell(cause)}`, { cause }))
    }
  }

  #take(packet: Incoming): void {
    if (this.#state === 'opening') {
      if (packet.cmd !== 'connack') throw new Error(`${packet.cmd} before it let anybody in`)
      this.#welcome(packet)
    } else if (packet.cmd === 'publish') {
      if (this.isOpen) this.#options.message?.(packet, this)
    } else if (packet.cmd === 'puback' || packet.cmd === 'suback' || packet.cmd === 'unsuback') {
      this.#asked.answer(packet.messageId ?? 0, packet)
    } else if (packet.cmd === 'pingresp') {
      this.#pings.answered()
    } else if (packet.cmd === 'disconnect') {
      this.#fail(new Refused(`${this.#where} ended the connection`, packet.reasonCode ?? 0))
    }
  }

  #welcome({ reasonCode, returnCode, sessionPresent, properties = {} }: IConnackPacket): void {
    const code = reasonCode ?? returnCode ?? 0
    const lack = lacking(properties)
    if (code !== 0) {
      this.#fail(new Refused(`${this.#where} lets nobody in so`, code, properties.reasonString))
    } else if (lack !== undefined) {
      this.#fail(new Error(`${this.#where} has no ${lack}`))
    } else {
      this.#state = 'open'
      this.isSessionPresent = sessionPresent
      this.maximumPacketSize = properties.maximumPacketSize ?? this.maximumPacketSize
      this.#asked.limit = properties.receiveMaximum ?? 65_535
      this.#watch(Math.min(this.#options.settings.keepAliveMs, (properties.serverKeepAlive || 65_535) * 1_000))
      this.#options.opened?.(this)
      this.#resolve(this)
    }
  }

  /** Dead peers say nothing: asked twice within the time, they must have answered. */
  #watch(keepAliveMs: number): void {
    const { clock } = this.#options
    this.#callOffWatch = clock.after(keepAliveMs / 2, () => {
      if (clock.now() - this.#heardAt >= keepAliveMs) {
        this.#fail(new Error(`${this.#where} has been silent for ${keepAliveMs} ms`))
      } else {
        this.#watch(keepAliveMs)
        this.flushed().catch(() => {})
      }
    })
  }

  async #publish({ topic, bytes, numberAt = 0 }: Packet): Promise<number> {
    try {
      const { reasonCode = 0, properties } = await this.#ask<Answer>((messageId) => {
        bytes.writeUInt16BE(messageId, numberAt)
        return bytes
      })
      if (reasonCode < 0x80) return reasonCode
      throw new Refused(`it is not accepted for ${topic}`, reasonCode, properties?.reasonString)
    } finally {
      this.#asked.leave()
    }
  }

  #ask<Answer>(bytesOf: (messageId: number) => Buffer): Promise<Answer> {
    if (!this.isOpen) return Promise.reject(new Error(`the connection to ${this.#where} is lost`))
    return this.#asked.ask<Answer>((messageId) => this.#write(bytesOf(messageId)))
  }

  #write(bytes: Buffer): void {
    this.#cork()
    // The answer to a ping says that the broker has them.
    this.#sendAcknowledgements()
    this.#socket.write(bytes)
  }

  /** What is written in one turn goes out together. */
  #cork(): void {
    if (this.#socket.writableCorked > 0) return
    this.#socket.cork()
    process.nextTick(() => {
      this.#sendAcknowledgements()
      this.#socket.uncork()
    })
  }

  #sendAcknowledgements(): void {
    this.#callOffSending?.()
    this.#callOffSending = undefined
    if (this.#acknowledged.length === 0) return
    const bytes = encodeAcknowledgements(this.#acknowledged)
    this.#acknowledged = []
    if (this.isOpen) this.#socket.write(bytes)
  }

  #fail(error: Error): void {
    const was = this.#state
    if (was === 'closed') return
    this.#end(error)
    this.#socket.destroy()
    if (was === 'opening') this.#reject(error)
    else this.#options.closed?.(error, this)
  }

  #end(error: Error): void {
    this.#state = 'closed'
    this.#callOffWatch()
    this.#callOffSending?.()
    this.#asked.end(error)
    this.#pings.end(error)
  }
}

interface Answer {
  readonly reasonCode?: number
  readonly properties?: { readonly reasonString?: string }
}

const pingRequest = encode({ cmd: 'pingreq' })

/** How long an acknowledgement that nobody waits for may wait for others. */
const momentMs = 5

/** A broker that has gone must not keep anybody from leaving. */
const farewellMs = 500

/** What we cannot do without. */
function lacking(properties: NonNullable<IConnackPacket['properties']>): string | undefined {
  if (properties.maximumQoS === 0) return 'QoS 1'
  if (properties.retainAvailable === false) return 'retained messages'
  if (properties.wildcardSubscriptionAvailable === false) return 'wildcards'
  return undefined
}

/** Of several addresses that all failed Node says nothing but their failures. */
export const tell = (cause: unknown): string => {
  if (cause instanceof AggregateError && cause.message === '') return cause.errors.map(tell).join('; ')
  return cause instanceof Error ? cause.message : String(cause)
}
