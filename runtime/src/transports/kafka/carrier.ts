import { NotAccepted } from '../../error/not-accepted.js'
import { PayloadTooLarge } from '../../error/payload-too-large.js'
import type { CarryOptions, Outgoing } from '../../transport/transport.js'
import { describeError, partitionOf } from './client.js'
import { isPassing, type Topic } from './cluster.js'
import { own } from './header-names.js'
import { isShared, topicOf } from './places.js'
import { type Producer, TooLarge } from './producer.js'
import type { Session } from './session.js'
import type { Topics, WantedTopic } from './topics.js'
import { header, type KafkaWire, sizeOf, writeWire } from './wire.js'

/** Kafka's 1 MiB (`max.message.bytes`), of which the batch takes a little. */
const roomBesideData = 64 * 1024

/** Publishes messages: those of one partition in the order in which they are carried. */
export class Carrier {
  readonly #session: Session
  readonly #topics: Topics
  readonly #producer: Producer
  /** Who waits for a topic to be there; none overtakes another. */
  readonly #entrances = new Map<string, Promise<unknown>>()
  #turn = 0

  constructor(session: Session, topics: Topics, producer: Producer) {
    this.#session = session
    this.#topics = topics
    this.#producer = producer
  }

  carry(messages: readonly Outgoing[], { signal }: CarryOptions = {}): Promise<readonly (Error | undefined)[]> {
    // Of one key, what comes after what was not accepted is not tried.
    const failed = new Set<string>()
    return Promise.all(messages.map((outgoing) => this.#carryOne(outgoing, signal, failed)))
  }

  async #carryOne(
    outgoing: Outgoing,
    signal: AbortSignal | undefined,
    failed: Set<string>,
  ): Promise<Error | undefined> {
    const { place, key, message } = outgoing
    const wanted = topicOf(this.#session, place)
    const line = key === undefined ? undefined : `${wanted.name} ${key}`
    const unless = () =>
      line !== undefined && failed.has(line)
        ? new NotAccepted(`an earlier message with the key ${key} was not accepted, so this one was not tried`)
        : undefined
    const wire = this.#write(outgoing)
    if (wire instanceof PayloadTooLarge) return wire
    try {
      const topic = await this.#enter(wanted, signal)
      const partition =
        wire.key === null ? this.#turn++ % topic.leaders.length : partitionOf(wire.key, topic.leaders.length)
      const early = unless()
      if (early !== undefined) return early
      await this.#producer.send(wanted, partition, wire, { signal, unless })
      return undefined
    } catch (error) {
      if (line !== undefined) failed.add(line)
      if (!(error instanceof TooLarge)) return error instanceof Error ? error : new Error(String(error))
      const size = message.data?.byteLength ?? 0
      return new PayloadTooLarge(
        message.attributes.type,
        size,
        Math.max(0, Math.min(size - 1, this.#session.settings.maxPayload)),
      )
    }
  }

  #write(outgoing: Outgoing): KafkaWire | PayloadTooLarge {
    const { settings } = this.#session
    const { message, place } = outgoing
    const size = message.data?.byteLength ?? 0
    if (size > settings.maxPayload) return new PayloadTooLarge(message.attributes.type, size, settings.maxPayload)
    const wire = writeWire(outgoing, settings.mode)
    const written = isShared(place) ? { ...wire, headers: [...wire.headers, header(own.address, place.address)] } : wire
    const beside = sizeOf(written) - size
    // In structured mode bytes that are no text take more than they are.
    const most = settings.maxPayload + roomBesideData
    if (size + beside > most) return new PayloadTooLarge(message.attributes.type, size, Math.max(0, most - beside))
    return written
  }

  /** The topic, as soon as it is there, in turn. */
  #enter(wanted: WantedTopic, signal: AbortSignal | undefined): Promise<Topic> {
    const before = this.#entrances.get(wanted.name) ?? Promise.resolve()
    const entered = before.then(() => this.#find(wanted, signal))
    const mine = entered.catch(() => {})
    this.#entrances.set(wanted.name, mine)
    void mine.then(() => this.#entrances.get(wanted.name) === mine && this.#entrances.delete(wanted.name))
    return entered
  }

  /** While the brokers are away it waits, bounded. */
  async #find(wanted: WantedTopic, signal: AbortSignal | undefined): Promise<Topic> {
    const { settings, options } = this.#session
    const ends = options.clock.now() + settings.publishTimeoutMs
    for (let failures = 0; ; failures++) {
      try {
        return await this.#topics.use(wanted)
      } catch (cause) {
        const why = `what is for ${wanted.name} (${wanted.what}) is not accepted: ${describeError(cause)}`
        if (signal?.aborted || this.#session.isClosed || !isPassing(cause)) throw new NotAccepted(why, { cause })
        this.#session.away(cause)
        if (options.clock.now() >= ends) throw new NotAccepted(`Kafka is away: ${why}`, { cause })
      }
      await new Promise<void>((resolve) => options.clock.after(Math.min(500, 20 * 2 ** failures), resolve))
    }
  }
}
