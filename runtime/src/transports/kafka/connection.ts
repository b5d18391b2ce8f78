import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, Outgoing, TransportHealth } from '../../transport/transport.js'
import { KafkaBindings } from './bindings.js'
import { Carrier } from './carrier.js'
import { apis, describeError } from './client.js'
import { DeadLetterLog } from './dead-letters.js'
import { KafkaIntake } from './intake.js'
import { placeOf } from './options.js'
import { groupOfSubscription } from './places.js'
import { Producer } from './producer.js'
import { refuse, type Session } from './session.js'
import { sessionTimeoutOf } from './session-timeout.js'
import { type Declared, declareSubscription } from './subscriptions.js'
import { Topics } from './topics.js'

/** One bus's end of Kafka. */
export class KafkaConnection implements Connection {
  readonly deadLetters: DeadLetterLog
  readonly #session: Session
  readonly #topics: Topics
  readonly #carrier: Carrier
  readonly #bindings: KafkaBindings
  readonly #declared = new Map<string, Declared>()
  readonly #intakes = new Set<Intake>()
  #closed: Promise<void> | undefined

  constructor(session: Session) {
    this.#session = session
    this.#topics = new Topics(session)
    const producer = new Producer(session, this.#topics)
    this.#carrier = new Carrier(session, this.#topics, producer)
    this.#bindings = new KafkaBindings((warning) => session.options.warn(warning))
    this.#bindings.connectedTo(session.settings.server)
    this.deadLetters = new DeadLetterLog(session, this.#topics, producer)
  }

  async declare({ subscriptions }: Topology): Promise<void> {
    const differences: string[] = []
    for (const source of subscriptions.flatMap(({ sources }) => sources)) this.#bindings.receivedFrom(source)
    await Promise.all(subscriptions.map((place) => this.#declare(place, differences)))
    refuse([...new Set(differences)])
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    for (const { place } of messages) this.#bindings.sentTo(place)
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const differences: string[] = []
    const group = groupOfSubscription(this.#session, place)
    const declared = this.#declared.get(group) ?? (await this.#declare(place, differences))
    refuse(differences)
    if (declared === undefined) throw new Error(`subscription ${place.name} is not declared`)
    const sessionTimeoutMs = await sessionTimeoutOf(this.#session, group)
    const { deadLetters } = this
    const intake = new KafkaIntake({ session: this.#session, place, declared, deadLetters, sessionTimeoutMs })
    this.#intakes.add(intake)
    return intake
  }

  async health(signal?: AbortSignal): Promise<TransportHealth> {
    const where = `Kafka at ${placeOf(this.#session.settings)}`
    if (this.#session.isClosed) return unhealthy(`the connection to ${where} is closed`)
    try {
      signal?.throwIfAborted()
      await this.#session.cluster.askAny(apis.metadata, [[], false])
      const deadLetters = await this.deadLetters.count(signal)
      return { status: 'healthy', problems: [], ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return unhealthy(`${where} is away: ${describeError(error)}`)
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

  async #declare(place: SubscriptionPlace, differences: string[]): Promise<Declared | undefined> {
    const declared = await declareSubscription(this.#session, this.#topics, place, differences)
    if (declared !== undefined) this.#declared.set(declared.group, declared)
    return declared
  }
}

const unhealthy = (problem: string): TransportHealth => ({ status: 'unhealthy', problems: [problem] })
