import type { BindingsNotice } from '../../transport/bindings-notice.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, Outgoing, TransportHealth } from '../../transport/transport.js'
import { natsBindings } from './bindings.js'
import { Carrier } from './carrier.js'
import { type ConsumerPlace, consumersOf, declareConsumer, strayConsumers } from './consumers.js'
import { DeadLetterStream } from './dead-letters.js'
import { NatsIntake } from './intake.js'
import { placeOf, refuse, type Session } from './session.js'
import { Streams } from './streams.js'

/** One bus's end of NATS. */
export class NatsConnection implements Connection {
  readonly deadLetters: DeadLetterStream
  readonly #session: Session
  readonly #streams: Streams
  readonly #carrier: Carrier
  readonly #bindings: BindingsNotice
  readonly #intakes = new Set<Intake>()
  #closed: Promise<void> | undefined

  constructor(session: Session) {
    this.#session = session
    this.#streams = new Streams(session)
    this.#carrier = new Carrier(session, this.#streams)
    this.#bindings = natsBindings((warning) => session.options.warn(warning))
    this.#bindings.connectedTo(session.settings.server)
    this.deadLetters = new DeadLetterStream(session, this.#streams, session.options.application)
  }

  async declare({ subscriptions }: Topology): Promise<void> {
    const differences: string[] = []
    for (const place of subscriptions) {
      for (const source of place.sources) this.#bindings.receivedFrom(source)
      const consumers = await consumersOf(this.#session, this.#streams, place, differences)
      if (differences.length > 0) continue
      differences.push(...(await strayConsumers(this.#session, place, consumers)))
      for (const consumer of consumers) differences.push(...(await declareConsumer(this.#session, consumer)))
    }
    refuse([...new Set(differences)])
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    for (const { place } of messages) this.#bindings.sentTo(place)
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const differences: string[] = []
    const consumers = await consumersOf(this.#session, this.#streams, place, differences)
    refuse(differences)
    const intake = new NatsIntake({
      session: this.#session,
      place,
      consumers,
      deadLetters: this.deadLetters,
      restore: (consumer) => this.#restore(place, consumer),
    })
    this.#intakes.add(intake)
    return intake
  }

  async health(signal?: AbortSignal): Promise<TransportHealth> {
    const { nc, settings, isConnected } = this.#session
    const where = `NATS at ${placeOf(settings)}`
    if (nc.isClosed()) return unhealthy(`the connection to ${where} is closed`)
    if (!isConnected) return unhealthy(`${where} is away; trying to connect again`)
    try {
      signal?.throwIfAborted()
      const deadLetters = await this.deadLetters.count()
      return { status: 'healthy', problems: [], ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return unhealthy(`${where} does not answer: ${error instanceof Error ? error.message : error}`)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#intakes].map((intake) => intake.close()))
    await this.#session.close()
  }

  async #restore(place: SubscriptionPlace, consumer: ConsumerPlace): Promise<void> {
    const { warn } = this.#session.options
    const since = consumer.config.opt_start_time
    warn(
      new Error(
        `consumer ${consumer.consumer} of stream ${consumer.stream} was deleted; it is made again from ${since}: ` +
          `subscription ${place.name} may handle events again, and events that the stream no longer holds are lost`,
      ),
    )
    this.#streams.forgetAll()
    const differences: string[] = []
    await consumersOf(this.#session, this.#streams, place, differences)
    if (differences.length === 0) differences.push(...(await declareConsumer(this.#session, consumer)))
    refuse(differences)
  }
}

const unhealthy = (problem: string): TransportHealth => ({ status: 'unhealthy', problems: [problem] })
