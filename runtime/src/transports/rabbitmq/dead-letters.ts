import { NotAccepted } from '../../error/not-accepted.js'
import type { DeadLetter, DeadLetterDetails, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import { sleep } from '../../transport/sleep.js'
import { type Channel, type Message, type MessageProperties, replies, replyCode } from './client.js'
import { idOf, readDeadLetter, writeDeadLetter, writeRedriven } from './dead-letter-wire.js'
import { own } from './header-names.js'
import { type RabbitmqHolding, wireOf } from './holding.js'
import { lookThrough, type Perusal } from './look-through.js'
import { lockOf, queueNames } from './names.js'
import { Unroutable } from './outlet.js'
import { type Publication, publicationOf } from './publication.js'
import type { Publisher } from './publisher.js'
import type { Session } from './session.js'
import type { Topology } from './topology.js'
import { type AmqpWire, headerOf } from './wire.js'

export interface DeadLetterQueueOptions {
  readonly session: Session
  readonly publisher: Publisher
  readonly topology: Topology
  readonly application: string | undefined
}

/** As much is in memory at once of what is listed. */
const most = { letters: 1_000, bytes: 8 * 1024 * 1024 }
const lockTimeoutMs = 30_000

/**
 * The dead letters of one application: a queue of their own. A queue is looked through by taking everything out and
 * giving it back, so whoever does keeps others from doing it meanwhile, by a queue that is exclusively theirs.
 */
export class DeadLetterQueue implements DeadLetters {
  readonly #options: DeadLetterQueueOptions
  readonly #queue: string
  /** Two of one connection would both be let in. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: DeadLetterQueueOptions) {
    this.#options = options
    this.#queue = queueNames(options.session.settings.prefix).deadLetters(options.application)
  }

  /** Resolves when it is stored. */
  async store(holding: RabbitmqHolding, details: DeadLetterDetails, subscription: string): Promise<void> {
    const { publisher, topology, application } = this.#options
    const wire = writeDeadLetter(holding, details, subscription)
    const publication = publicationFor(this.#queue, wire, holding.properties)
    const restore = () => topology.restoreDeadLetters(application)
    try {
      await publisher.publish(publication, { restore })
    } catch (error) {
      if (!isUnroutable(error)) throw error
      await restore()
      await publisher.publish(publication, { restore })
    }
  }

  async *list({ subscription, type }: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
    const seen = new Set<number | string>()
    for (let isWhole = false; !isWhole; ) {
      signal?.throwIfAborted()
      const found: DeadLetter[] = []
      let bytes = 0
      isWhole = true
      await this.#lookThrough(async (message) => {
        const letter = readDeadLetter(wireOf(message))
        if (seen.has(letter.id)) return 'next'
        if (found.length >= most.letters || bytes >= most.bytes) {
          isWhole = false
          return 'end'
        }
        seen.add(letter.id)
        const isAskedFor = subscription === undefined || letter.subscription === subscription
        if (!isAskedFor || (type !== undefined && letter.message?.attributes.type !== type)) return 'next'
        bytes += message.content.length
        found.push(letter)
        return 'next'
      }, signal)
      // What was taken out and given back may have changed places.
      yield* found.sort((one, other) => (one.parkedAt < other.parkedAt ? -1 : Number(one.parkedAt > other.parkedAt)))
    }
  }

  redrive(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    return this.#take(subscription, id, (message) => this.#giveBack(message, subscription, id), signal)
  }

  discard(subscription: string, id: string, signal?: AbortSignal): Promise<boolean> {
    return this.#take(subscription, id, async () => true, signal)
  }

  /** How many there are, of all subscriptions; makes nothing. */
  async count(): Promise<number> {
    try {
      const { messageCount } = await this.#options.session.link.ask((channel) => channel.checkQueue(this.#queue))
      return messageCount
    } catch (error) {
      if (replyCode(error) === replies.notFound) return 0
      throw error
    }
  }

  /** Confirmed before the dead letter is removed. */
  async #giveBack({ properties, content }: Message, subscription: string, id: string): Promise<boolean> {
    const { session, publisher, application } = this.#options
    const queue = queueNames(session.settings.prefix).events(application, subscription)
    try {
      const wire = writeRedriven(wireOf({ properties, content }))
      await publisher.publish(publicationFor(queue, wire, properties), { restore: async () => {} })
      return true
    } catch (error) {
      if (!isUnroutable(error)) throw error
      const why = `its queue ${queue} is not there; it stays until it is discarded`
      const what = `dead letter ${id} of subscription ${subscription} cannot be redriven`
      session.options.warn(new Error(`${what}: ${why}`))
      return false
    }
  }

  async #take(
    subscription: string,
    id: string,
    act: (message: Message) => Promise<boolean>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    let isDone = false
    await this.#lookThrough(async (message) => {
      const wire = wireOf(message)
      if (idOf(wire) !== id || headerOf(wire.headers, own.subscription) !== subscription) return 'next'
      isDone = await act(message)
      return isDone ? 'remove' : 'end'
    }, signal)
    return isDone
  }

  async #lookThrough(look: Perusal['look'], signal: AbortSignal | undefined): Promise<void> {
    const { link, options } = this.#options.session
    const queue = this.#queue
    await this.#alone((channel) => lookThrough({ link, channel, queue, clock: options.clock, signal, look }), signal)
  }

  async #alone(work: (channel: Channel) => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    const { link } = this.#options.session
    const before = this.#turn
    const mine = before
      .catch(() => {})
      .then(async () => {
        const lock = lockOf(this.#queue)
        const channel = await this.#lock(lock, signal)
        try {
          await work(channel)
        } catch (error) {
          if (replyCode(error) !== replies.notFound) throw error
          // There are none.
        } finally {
          await link.ask((other) => other.deleteQueue(lock)).catch(() => {})
          await Promise.resolve()
            .then(() => link.answered(channel.close()))
            .catch(() => {})
        }
      })
    this.#turn = mine
    await mine
  }

  /** Answers with a channel, once nobody else is at it. */
  async #lock(lock: string, signal = new AbortController().signal): Promise<Channel> {
    const { link, options } = this.#options.session
    const ends = options.clock.now() + lockTimeoutMs
    for (;;) {
      signal.throwIfAborted()
      const channel = await link.channel()
      try {
        await link.answered(channel.assertQueue(lock, { exclusive: true, durable: false, autoDelete: false }))
        return channel
      } catch (error) {
        if (replyCode(error) !== replies.locked) throw error
        if (options.clock.now() >= ends) {
          throw new Error(`somebody else has been at the dead letters of ${this.#queue} for too long`, { cause: error })
        }
      }
      await sleep(20 + Math.random() * 80, options.clock, signal)
    }
  }
}

const isUnroutable = (error: unknown): boolean => error instanceof NotAccepted && error.cause instanceof Unroutable

/** To one queue, which must be there. */
const publicationFor = (queue: string, wire: AmqpWire, properties: MessageProperties): Publication =>
  publicationOf({ exchange: '', routingKey: queue, mandatory: true }, wire, kept(properties))

/** What stands beside the headers, and is for no broker to act upon. */
const kept = ({ contentEncoding, correlationId, replyTo, messageId, timestamp, type, appId }: MessageProperties) => ({
  contentEncoding,
  correlationId,
  replyTo,
  messageId,
  timestamp,
  type,
  appId,
})
