import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { Distribution } from './distribution.js'
import type { InMemoryHolding } from './queued.js'

/** One instance's end of a subscription. */
export class InMemoryIntake implements Intake {
  readonly leaseMs?: number
  readonly acknowledgesAtOnce = true
  /** How many messages it holds; kept by the distribution. */
  held = 0
  readonly #distribution: Distribution
  readonly #prefetch: number
  #signal: AbortSignal | undefined
  #max = 0
  #batch: InMemoryHolding[] = []
  #resolve: ((holdings: readonly Holding[]) => void) | undefined
  #closed = false

  constructor(distribution: Distribution, prefetch: number, leaseMs: number | undefined) {
    this.#distribution = distribution
    this.#prefetch = prefetch
    if (leaseMs !== undefined) this.leaseMs = leaseMs
    distribution.intakes.add(this)
  }

  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    if (this.#closed || signal.aborted) return Promise.resolve([])
    this.#listen(signal)
    return new Promise((resolve) => {
      this.#max = max
      this.#resolve = resolve
      this.#distribution.wake()
    })
  }

  acknowledge(holdings: readonly Holding[]): readonly Holding[] {
    return this.#distribution.acknowledge(holdings)
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#distribution.extend(holdings)
  }

  async return(holdings: readonly Holding[], delayMs?: number): Promise<readonly Holding[]> {
    return this.#distribution.return(holdings, delayMs)
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    return this.#distribution.park(holding, details)
  }

  stranded(): number {
    return this.#distribution.strandedWithout(this)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#distribution.intakes.delete(this)
    this.deliver(true)
    this.sever()
  }

  /** Loses everything that it holds, as when a process dies or a connection breaks. */
  sever(): void {
    this.#distribution.return(this.#distribution.queue.held.all().filter((holding) => holding.holder === this))
  }

  /** Takes nothing any more. */
  get isLeaving(): boolean {
    return this.#closed || this.#signal?.aborted === true
  }

  /** How many it would take now. */
  get wanted(): number {
    return this.#resolve === undefined ? 0 : Math.min(this.#max - this.#batch.length, this.#prefetch - this.held)
  }

  offer(holding: InMemoryHolding): void {
    this.#batch.push(holding)
    this.held++
  }

  /** Hands on what was offered; nothing at all only when it is to end. */
  deliver(end = false): void {
    if (this.#resolve === undefined || (this.#batch.length === 0 && !end)) return
    const resolve = this.#resolve
    const batch = this.#batch
    this.#resolve = undefined
    this.#batch = []
    resolve(batch)
  }

  #listen(signal: AbortSignal): void {
    if (this.#signal === signal) return
    this.#signal = signal
    signal.addEventListener('abort', () => this.deliver(true), { once: true })
  }
}
