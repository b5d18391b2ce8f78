import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { BindingsNotice } from '../../transport/bindings-notice.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, Outgoing, TransportHealth } from '../../transport/transport.js'
import { redisBindings } from './bindings.js'
import { Carrier } from './carrier.js'
import { DeadLetterStreams } from './dead-letters.js'
import { RedisIntake } from './intake.js'
import { tell } from './link.js'
import { placeOf } from './options.js'
import type { Session } from './session.js'
import { declareSubscription, keysOf } from './subscription.js'
import { Trimmer } from './trimmer.js'

/** One bus's end of Redis. */
export class RedisConnection implements Connection {
  readonly deadLetters: DeadLetterStreams
  readonly #session: Session
  readonly #carrier: Carrier
  readonly #trimmer: Trimmer
  readonly #bindings: BindingsNotice
  readonly #intakes = new Set<Intake>()
  #closed: Promise<void> | undefined

  constructor(session: Session) {
    this.#session = session
    this.#carrier = new Carrier(session)
    this.#trimmer = new Trimmer(session)
    this.#bindings = redisBindings((warning) => session.options.warn(warning))
    this.#bindings.connectedTo(session.settings.server)
    this.deadLetters = new DeadLetterStreams(session)
  }

  async declare({ subscriptions }: Topology): Promise<void> {
    const differences: string[] = []
    for (const place of subscriptions) {
      for (const source of place.sources) this.#bindings.receivedFrom(source)
      differences.push(...(await declareSubscription(this.#session, place)))
      for (const { key, isInlet } of keysOf(this.#session, place).streams) if (!isInlet) this.#trimmer.watch(key)
    }
    if (differences.length > 0) throw new TopologyMismatch([...new Set(differences)])
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    for (const { place } of messages) {
      this.#bindings.sentTo(place)
      this.#trimmer.watch(this.#session.keys.streamOf(place))
    }
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const { deadLetters } = this
    const intake = new RedisIntake({ session: this.#session, place, deadLetters })
    this.#intakes.add(intake)
    return intake
  }

  async health(signal?: AbortSignal): Promise<TransportHealth> {
    const { link, settings } = this.#session
    const where = `Redis at ${placeOf(settings)}`
    if (link.isClosed) return unhealthy(`the connection to ${where} is closed`)
    if (!link.isConnected) return unhealthy(`${where} is away, trying to connect again: ${link.cause.message}`)
    try {
      signal?.throwIfAborted()
      const deadLetters = await this.deadLetters.count()
      return { status: 'healthy', problems: [], ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return unhealthy(`${where} does not answer: ${tell(error)}`)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#trimmer.close()
    await Promise.all([...this.#intakes].map((intake) => intake.close()))
    this.#carrier.close()
    this.#session.close()
  }
}

const unhealthy = (problem: string): TransportHealth => ({ status: 'unhealthy', problems: [problem] })
