import { access, constants } from 'node:fs/promises'
import {
  type CarryOptions,
  type Connection,
  type ConnectOptions,
  type Intake,
  NotAccepted,
  type Outgoing,
  type SubscriptionPlace,
  type Topology,
  type TransportHealth,
} from '@tidings/runtime/transport'
import { Carrier } from './carrier.js'
import { DirectoryDeadLetters } from './dead-letters.js'
import { namesIn } from './files.js'
import { DirectoryIntake } from './intake.js'
import { layout } from './layout.js'
import type { DirectorySettings } from './options.js'
import { Subscriptions } from './subscriptions.js'

/** One bus's end of the directory. */
export class DirectoryConnection implements Connection {
  readonly deadLetters: DirectoryDeadLetters
  readonly #settings: DirectorySettings
  readonly #options: ConnectOptions
  readonly #subscriptions: Subscriptions
  readonly #carrier: Carrier
  readonly #intakes = new Set<Intake>()
  #closed: Promise<void> | undefined

  constructor(settings: DirectorySettings, options: ConnectOptions) {
    this.#settings = settings
    this.#options = options
    this.#subscriptions = new Subscriptions(settings)
    this.#carrier = new Carrier(settings, this.#subscriptions, options)
    this.deadLetters = new DirectoryDeadLetters(settings, this.#subscriptions, options.application)
  }

  declare({ subscriptions }: Topology): Promise<void> {
    return this.#subscriptions.declare(subscriptions)
  }

  async carry(messages: readonly Outgoing[], options?: CarryOptions): Promise<readonly (Error | undefined)[]> {
    if (this.#closed !== undefined) throw new NotAccepted(`the connection to ${this.#settings.path} is closed`)
    return this.#carrier.carry(messages, options)
  }

  async open(place: SubscriptionPlace): Promise<Intake> {
    const folder = layout.subscription(this.#settings.path, place)
    await namesIn(folder).catch((cause: unknown) => {
      throw new Error(`subscription ${place.name} was not declared: there is no ${folder}`, { cause })
    })
    const intake = new DirectoryIntake(folder, place, this.#settings, this.#options)
    this.#intakes.add(intake)
    return intake
  }

  async health(): Promise<TransportHealth> {
    const { path } = this.#settings
    try {
      await access(layout.temporary(path), constants.W_OK)
      const deadLetters = await this.deadLetters.count()
      return { status: 'healthy', problems: [], ...(deadLetters > 0 && { deadLetters }) }
    } catch (error) {
      return { status: 'unhealthy', problems: [`the directory ${path} cannot be used: ${(error as Error).message}`] }
    }
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([...this.#intakes].map((intake) => intake.close())).then(() => {})
    return this.#closed
  }
}
