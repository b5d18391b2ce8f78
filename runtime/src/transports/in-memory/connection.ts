import type { Answer } from '../../transport/answer.js'
import type { DeadLetter, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace, Topology } from '../../transport/place.js'
import type { CarryOptions, Connection, ConnectOptions, Outgoing, TransportHealth } from '../../transport/transport.js'
import { closedError, type Hub } from './hub.js'
import { InMemoryIntake } from './intake.js'

/** One bus's end of the hub. */
export class InMemoryConnection implements Connection {
  readonly deadLetters: DeadLetters
  readonly #hub: Hub
  readonly #options: ConnectOptions
  readonly #intakes = new Set<InMemoryIntake>()
  #closed = false

  constructor(hub: Hub, options: ConnectOptions) {
    this.#hub = hub
    this.#options = options
    this.deadLetters = deadLettersOf(hub, options.application)
    hub.connected.add(options)
    if (hub.isHurried) options.hurry?.(true)
  }

  async declare(topology: Topology): Promise<void> {
    if (this.#closed) throw closedError()
    this.#hub.declare(topology.subscriptions)
  }

  carry(messages: readonly Outgoing[], options?: CarryOptions): Answer<readonly (Error | undefined)[]> {
    if (this.#closed) return Promise.reject(closedError())
    const outcomes = messages.map((outgoing) => this.#hub.carry(outgoing, options?.signal))
    // Mostly nothing has to wait, and then nothing is to be waited for.
    return outcomes.some(isPromise) ? Promise.all(outcomes) : (outcomes as (Error | undefined)[])
  }

  async open(subscription: SubscriptionPlace): Promise<Intake> {
    const distribution = this.#hub.distributionOf(subscription)
    if (this.#closed || distribution === undefined)
      throw new Error(`subscription ${subscription.name} was not declared`)
    const intake = new InMemoryIntake(distribution, subscription.prefetch, this.#hub.settings.leaseMs)
    this.#intakes.add(intake)
    return intake
  }

  async health(): Promise<TransportHealth> {
    const problems = this.#hub.problems()
    const status = problems.length === 0 ? 'healthy' : 'unhealthy'
    const deadLetters = this.#countDeadLetters()
    return { status, problems, ...(deadLetters > 0 && { deadLetters }) }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#hub.connected.delete(this.#options)
    await Promise.all([...this.#intakes].map((intake) => intake.close()))
    this.#intakes.clear()
    if (this.#hub.connected.size > 0) return
    for (const { queue } of this.#hub.distributions.values()) {
      if (queue.size > 0) this.#options.warn(leftBehind(queue.place.name, queue.size))
    }
  }

  #countDeadLetters(): number {
    let count = 0
    for (const { queue, deadLetters } of this.#hub.distributions.values()) {
      if (queue.place.application === this.#options.application) count += deadLetters.size
    }
    return count
  }
}

const leftBehind = (subscription: string, count: number) =>
  new Error(
    `${subscription} is left with ${count === 1 ? 'a message' : `${count} messages`}: what is in memory ends with the ` +
      'process, unless another bus takes part before',
  )

function deadLettersOf(hub: Hub, application: string | undefined): DeadLetters {
  const find = (name: string) => hub.distributionOf({ name, ...(application !== undefined && { application }) })
  return {
    async *list(filter: DeadLetterFilter): AsyncIterable<DeadLetter> {
      for (const { queue, deadLetters } of hub.distributions.values()) {
        if (queue.place.application !== application) continue
        if (filter.subscription !== undefined && filter.subscription !== queue.place.name) continue
        for (const letter of deadLetters.letters()) {
          if (filter.type === undefined || filter.type === letter.message?.attributes.type) yield letter
        }
      }
    },
    redrive: async (subscription, id) => find(subscription)?.redrive(id) ?? false,
    discard: async (subscription, id) => find(subscription)?.discard(id) ?? false,
  }
}

const isPromise = (outcome: unknown): boolean => outcome instanceof Promise
