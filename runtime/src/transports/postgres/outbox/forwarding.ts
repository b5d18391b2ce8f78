import type { Outlet } from '../../../bus/outlet.js'
import { isPayloadTooLarge } from '../../../error/payload-too-large.js'
import type { Clock } from '../../../transport/clock.js'
import type { DeadLetterReason } from '../../../transport/dead-letter.js'
import { sleep } from '../../../transport/sleep.js'
import type { Outgoing } from '../../../transport/transport.js'
import type { PostgresHolding } from '../holding.js'
import type { PostgresIntake } from '../intake.js'
import { reasonOf } from '../reachability.js'

export interface ForwardingOptions {
  readonly intake: PostgresIntake
  readonly outlet: Outlet
  readonly batchSize: number
  readonly clock: Clock
  readonly warn: (warning: Error) => void
}

/**
 * Takes batches of what was recorded, has them carried, and acknowledges what was accepted. Killed in between, it
 * leaves what was carried to be carried again, under the same id. What was not accepted holds back the later events of
 * its aggregate, for longer each time; what never can be is a dead letter.
 */
export class Forwarding {
  readonly #options: ForwardingOptions
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #problem: string | undefined

  constructor(options: ForwardingOptions) {
    this.#options = options
    this.#done = this.#run()
  }

  get problem(): string | undefined {
    return this.#problem
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #run(): Promise<void> {
    const { intake, batchSize, clock } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await this.#forward((await intake.receive(batchSize, signal)) as readonly PostgresHolding[])
      } catch (error) {
        this.#trouble(error)
        await sleep(1_000, clock, signal)
      }
    }
  }

  async #forward(holdings: readonly PostgresHolding[]): Promise<void> {
    const stopExtending = this.#extend(holdings)
    try {
      await Promise.all([...byServer(holdings)].map(([server, own]) => this.#carry(server, own)))
    } finally {
      stopExtending()
    }
  }

  async #carry(server: string, holdings: readonly PostgresHolding[]): Promise<void> {
    const { outlet } = this.#options
    const readable = holdings.filter(({ message }) => message !== undefined)
    const unreadable = holdings.filter(({ message }) => message === undefined)
    await Promise.all(unreadable.map((holding) => this.#park(holding, 'undecodable', holding.unreadable)))
    if (readable.length === 0) return
    try {
      const outcomes = await outlet.carry(server, readable.map(outgoingOf))
      await this.#settle(readable, outcomes)
    } catch (error) {
      await this.#settle(
        readable,
        readable.map(() => error),
      )
    }
  }

  async #settle(holdings: readonly PostgresHolding[], outcomes: readonly unknown[]): Promise<void> {
    const { intake } = this.#options
    const accepted = holdings.filter((_, index) => outcomes[index] === undefined)
    await intake.acknowledge(accepted)
    if (accepted.length === holdings.length) this.#problem = undefined
    const later = new Map<number, PostgresHolding[]>()
    for (const [index, holding] of holdings.entries()) {
      const error = outcomes[index]
      if (error === undefined) continue
      if (isPayloadTooLarge(error)) {
        await this.#park(holding, 'not-retryable', error)
      } else {
        this.#trouble(error)
        const delayMs = this.#delayOf(holding)
        later.set(delayMs, [...(later.get(delayMs) ?? []), holding])
      }
    }
    for (const [delayMs, returned] of later) await intake.return(returned, delayMs)
  }

  /** The relay's own end is nobody's fault, and the next relay need not wait. */
  #delayOf({ redeliveries }: PostgresHolding): number {
    return this.#stop.signal.aborted ? 0 : Math.min(30_000, 100 * 2 ** Math.min(redeliveries, 20))
  }

  async #park(holding: PostgresHolding, reason: DeadLetterReason, error: unknown): Promise<void> {
    const { intake, clock, warn } = this.#options
    const { name } = Object(error) as Error
    await intake.park(holding, {
      reason,
      error: { name, message: reasonOf(error) },
      attempts: reason === 'undecodable' ? 0 : 1,
      redeliveries: holding.redeliveries,
      parkedAt: new Date(clock.now()).toISOString(),
    })
    warn(new Error(`the relay has a dead letter: ${reasonOf(error)}`, { cause: error }))
  }

  /** Transports may take longer than a lease. */
  #extend(holdings: readonly PostgresHolding[]): () => void {
    const { intake, clock } = this.#options
    let cancel = () => {}
    const again = () => {
      cancel = clock.after(intake.leaseMs / 3, () => {
        again()
        intake.extend(holdings).catch((error) => this.#trouble(error))
      })
    }
    again()
    return () => cancel()
  }

  /** Told once, and in the health while it lasts. */
  #trouble(error: unknown): void {
    const problem = `the relay cannot carry what was recorded: ${reasonOf(error)}`
    if (this.#problem === undefined) this.#options.warn(new Error(problem, { cause: error }))
    this.#problem = problem
  }
}

const outgoingOf = ({ place, message, key, trace }: PostgresHolding): Outgoing => ({
  place,
  message: message as Outgoing['message'],
  ...(key !== undefined && { key }),
  ...(trace !== undefined && { trace }),
})

function byServer(holdings: readonly PostgresHolding[]): ReadonlyMap<string, readonly PostgresHolding[]> {
  const groups = new Map<string, PostgresHolding[]>()
  for (const holding of holdings) {
    const server = holding.server ?? 'default'
    groups.set(server, [...(groups.get(server) ?? []), holding])
  }
  return groups
}
