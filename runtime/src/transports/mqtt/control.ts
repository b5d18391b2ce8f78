import { randomUUID } from 'node:crypto'
import type { ConnectOptions } from '../../transport/transport.js'
import { Line } from './line.js'
import { Link, tell } from './link.js'
import { type MqttSettings, placeOf } from './options.js'
import type { Received } from './received.js'
import type { Topics } from './topics.js'

export interface Listener {
  heard(message: Received): void
  /** The connection was lost and is there again; what was said meanwhile was not heard. */
  back?(): void
}

/**
 * The connection by which a process publishes and talks with the others. It keeps its client id, so that the broker ends
 * the old one, with whatever is still on its way there, before it lets the new one in: nothing old comes after what is
 * new. When it vanishes the broker tells the others.
 */
export class Control {
  /** For good. */
  isClosed = false
  /** By which others know this process. */
  readonly id = randomUUID()
  readonly #settings: MqttSettings
  readonly #options: ConnectOptions
  readonly #line: Line
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #gone: string

  constructor(settings: MqttSettings, topics: Topics, options: ConnectOptions) {
    this.#settings = settings
    this.#options = options
    this.#gone = topics.own('gone', options.application ?? '')
    const prefix = settings.prefix === '' ? '' : `${settings.prefix}.`
    let isFirst = true
    this.#line = new Line({
      clock: options.clock,
      open: async (closed) => {
        const link = await Link.open({
          settings,
          clock: options.clock,
          clientId: `${prefix}tidings.${this.id}`,
          // Long enough for a reconnect, before which nobody need be told.
          sessionExpirySeconds: 10,
          will: {
            topic: this.#gone,
            payload: this.id,
            qos: 0,
            retain: false,
            properties: { willDelayInterval: 2 },
          },
          opened: (opened) => {
            if (!isFirst) void this.#listenAgain(opened)
            isFirst = false
          },
          message: (message, from) => {
            if (message.qos > 0) from.acknowledge(message.messageId)
            for (const { heard } of this.#listeners.get(message.topic) ?? []) heard(message)
          },
          closed,
        })
        return link
      },
      lost: (error) => options.warn(new Error(`${error.message}; trying to connect again`, { cause: error })),
    })
  }

  /** Where a process that vanished is told of. */
  get goneTopic(): string {
    return this.#gone
  }

  get link(): Link | undefined {
    return this.#line.link
  }

  get trouble(): Error | undefined {
    return this.#line.trouble
  }

  async start(): Promise<void> {
    try {
      await this.#line.start()
    } catch (cause) {
      throw new Error(`cannot connect to MQTT at ${placeOf(this.#settings)}: ${tell(cause)}`, { cause })
    }
  }

  whenUp(ms: number): Promise<Link> {
    return this.#line.whenUp(ms)
  }

  /** Hears what others say on a topic, from when it resolves. Answers with what ends that. */
  async listen(topic: string, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners)
    listeners.add(listener)
    const link = await this.whenUp(this.#settings.requestTimeoutMs)
    await link.subscribe([topic], { qos: 0, isNew: true, isOthers: true })
    return () => {
      listeners.delete(listener)
      if (listeners.size > 0 || this.#listeners.get(topic) !== listeners) return
      this.#listeners.delete(topic)
      this.link?.unsubscribe([topic]).catch(() => {})
    }
  }

  close(): Promise<void> {
    this.isClosed = true
    return this.#line.close()
  }

  async #listenAgain(link: Link): Promise<void> {
    try {
      const topics = [...this.#listeners.keys()]
      if (topics.length > 0) await link.subscribe(topics, { qos: 0, isNew: true, isOthers: true })
      for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.back?.()
    } catch (cause) {
      if (link.isOpen) this.#options.warn(new Error(`cannot hear of other instances: ${tell(cause)}`, { cause }))
    }
  }
}
