import { TopologyMismatch } from '../../error/topology-mismatch.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, ConnectOptions, Outgoing, TransportHealth } from '../../transport/transport.js'
import { MqttBindings } from './bindings.js'
import { Carrier } from './carrier.js'
import { Control } from './control.js'
import { DeadLetterShelf } from './dead-letters.js'
import { declare } from './declare.js'
import { MqttIntake } from './intake.js'
import { Link } from './link.js'
import { type MqttSettings, placeOf } from './options.js'
import { openReader } from './reader.js'
import type { Session } from './session.js'
import { topicsUnder } from './topics.js'

/** Rejects when the broker cannot be reached, lets nobody in, or lacks what we need. */
export async function openConnection(settings: MqttSettings, options: ConnectOptions): Promise<MqttConnection> {
  const topics = topicsUnder(settings.prefix)
  const control = new Control(settings, topics, options)
  await control.start()
  const { clock } = options
  return new MqttConnection({
    settings,
    options,
    topics,
    control,
    open: (more) => Link.open({ settings, clock, ...more }),
  })
}

/** One bus's end of MQTT. */
export class MqttConnection implements Connection {
  readonly deadLetters: DeadLetterShelf
  readonly #session: Session
  readonly #carrier: Carrier
  readonly #bindings: MqttBindings
  readonly #intakes = new Set<MqttIntake>()
  #closed: Promise<void> | undefined

  constructor(session: Session) {
    this.#session = session
    this.#carrier = new Carrier(session)
    this.#bindings = new MqttBindings((warning) => session.options.warn(warning))
    this.#bindings.connectedTo(session.settings.server)
    this.deadLetters = new DeadLetterShelf(session)
  }

  async declare({ subscriptions }: Topology): Promise<void> {
    if (subscriptions.length === 0) return
    for (const { sources } of subscriptions) for (const source of sources) this.#bindings.receivedFrom(source)
    const reader = await openReader(this.#session)
    try {
      const differences: string[] = []
      for (const place of subscriptions) differences.push(...(await declare(this.#session, reader, place)))
      if (differences.length > 0) throw new TopologyMismatch(differences)
    } finally {
      await reader.close()
    }
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    for (const { place } of messages) this.#bindings.sentTo(place)
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const intake = new MqttIntake({
      session: this.#session,
      place,
      deadLetters: this.deadLetters,
      restore: () => this.declare({ subscriptions: [place] }),
    })
    this.#intakes.add(intake)
    await intake.open()
    return intake
  }

  async health(): Promise<TransportHealth> {
    const { control, settings } = this.#session
    const where = `MQTT at ${placeOf(settings)}`
    const away = control.trouble?.message ?? 'the connection is closed'
    const problems = [
      ...(control.link === undefined ? [`${where} is away; trying to connect again: ${away}`] : []),
      ...new Set([...this.#intakes].flatMap(({ troubles }) => troubles)),
    ]
    return { status: problems.length === 0 ? 'healthy' : 'unhealthy', problems }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#intakes].map((intake) => intake.close()))
    await this.#session.control.close()
  }
}
