import type { BindingsNotice } from '../../transport/bindings-notice.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology as Wanted } from '../../transport/place.js'
import { sleep } from '../../transport/sleep.js'
import type { CarryOptions, Connection, Outgoing, TransportHealth } from '../../transport/transport.js'
import { amqpBindings } from './bindings.js'
import { Carrier } from './carrier.js'
import { DeadLetterQueue } from './dead-letters.js'
import { RabbitmqIntake } from './intake.js'
import { queueNames } from './names.js'
import { Publisher } from './publisher.js'
import type { Session } from './session.js'
import { Topology } from './topology.js'

/** One bus's end of RabbitMQ. */
export class RabbitmqConnection implements Connection {
  readonly deadLetters: DeadLetterQueue
  readonly #session: Session
  readonly #topology: Topology
  readonly #carrier: Carrier
  readonly #bindings: BindingsNotice
  readonly #intakes = new Set<Intake>()
  #closed: Promise<void> | undefined

  constructor(session: Session) {
    const { application, warn } = session.options
    const publisher = new Publisher(session)
    this.#session = session
    this.#topology = new Topology(session)
    this.#carrier = new Carrier(session, publisher, this.#topology)
    this.#bindings = amqpBindings((warning) => warn(warning))
    this.#bindings.connectedTo(session.settings.server)
    this.deadLetters = new DeadLetterQueue({ session, publisher, topology: this.#topology, application })
  }

  async declare({ subscriptions }: Wanted, signal: AbortSignal = new AbortController().signal): Promise<void> {
    for (const { sources } of subscriptions) for (const source of sources) this.#bindings.receivedFrom(source)
    const { settings, options } = this.#session
    const isNew = await this.#topology.declare(subscriptions)
    if (isNew) await sleep(settings.settleMs, options.clock, signal)
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    for (const { place } of messages) this.#bindings.sentTo(place)
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const { settings } = this.#session
    const intake = new RabbitmqIntake({
      session: this.#session,
      place,
      queue: queueNames(settings.prefix).events(place.application, place.name),
      deadLetters: this.deadLetters,
      restore: () => this.#restore(place),
    })
    this.#intakes.add(intake)
    return intake
  }

  async health(): Promise<TransportHealth> {
    const { link, publishing } = this.#session
    const problem = link.problem ?? publishing.problem
    if (problem !== undefined) return { status: 'unhealthy', problems: [problem] }
    try {
      const deadLetters = await this.deadLetters.count()
      return { status: 'healthy', problems: [], ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return { status: 'unhealthy', problems: [error instanceof Error ? error.message : String(error)] }
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

  /** Throws a `TopologyMismatch` where nothing may be made. */
  async #restore(place: SubscriptionPlace): Promise<void> {
    await this.#topology.declare([place])
    const what = `the queue of subscription ${place.name} was deleted; it is made again, and what was in it is lost`
    this.#session.options.warn(new Error(what))
  }
}
