import type { Holding } from '../../transport/holding.js'
import type { RabbitmqHolding } from './holding.js'

/** What has come to one instance and is not settled: not handed out yet, handed out, or about to be settled. */
export class Custody {
  readonly #prefetch: number
  #arrivals: RabbitmqHolding[] = []
  readonly #held = new Set<RabbitmqHolding>()
  /** About to be settled; nobody else is to settle it, and it counts until it is. */
  readonly #settling = new Set<RabbitmqHolding>()

  constructor(prefetch: number) {
    this.#prefetch = prefetch
  }

  add(holding: RabbitmqHolding): void {
    this.#arrivals.push(holding)
  }

  hand(max: number): RabbitmqHolding[] {
    const room = this.#prefetch - this.#held.size - this.#settling.size
    const ready = this.#arrivals.splice(0, Math.max(0, Math.min(max, room)))
    for (const holding of ready) this.#held.add(holding)
    return ready
  }

  /** Takes out those that are still ours; the others were lost. */
  take(holdings: readonly Holding[]): { readonly held: readonly RabbitmqHolding[]; readonly lost: readonly Holding[] } {
    const held: RabbitmqHolding[] = []
    const lost: Holding[] = []
    for (const holding of holdings as readonly RabbitmqHolding[]) {
      if (this.#held.delete(holding)) held.push(holding)
      else lost.push(holding)
    }
    for (const holding of held) this.#settling.add(holding)
    return { held, lost }
  }

  settled(holdings: readonly RabbitmqHolding[]): void {
    for (const holding of holdings) this.#settling.delete(holding)
  }

  /** It could not be settled, and is held as before, unless it was lost meanwhile. */
  keep(holding: RabbitmqHolding): void {
    if (this.#settling.delete(holding) && holding.epoch.isLive) this.#held.add(holding)
  }

  holds(holding: Holding): boolean {
    return this.#held.has(holding as RabbitmqHolding) || this.#settling.has(holding as RabbitmqHolding)
  }

  /** Back to where they stood, to be handed out again by this instance: what came later waits behind them. */
  restore(holdings: readonly RabbitmqHolding[]): void {
    const again = holdings
      .filter(({ epoch }) => epoch.isLive)
      .map((holding) => ({ ...holding, redeliveries: (holding.redeliveries ?? 0) + 1 }))
    this.#arrivals = [...this.#arrivals, ...again].sort((one, other) => one.tag - other.tag)
  }

  /** Takes out what was not handed out. */
  takeArrivals(): readonly RabbitmqHolding[] {
    return this.#arrivals.splice(0)
  }

  /** Takes out everything but what is about to be settled. */
  takeAll(): readonly RabbitmqHolding[] {
    const rest = [...this.#held, ...this.#arrivals]
    this.#held.clear()
    this.#arrivals = []
    return rest
  }
}
