import type { Clock } from '../../transport/clock.js'
import type { Holding } from '../../transport/holding.js'
import type { ConsumerPlace } from './consumers.js'
import type { NatsHolding } from './holding.js'

/** What has come to one instance and is not settled: not handed out yet, handed out, or about to be settled. */
export class Custody {
  readonly #clock: Clock
  readonly #prefetch: number
  #arrivals: NatsHolding[] = []
  readonly #held = new Set<NatsHolding>()
  readonly #settling = new Set<NatsHolding>()

  constructor(clock: Clock, prefetch: number) {
    this.#clock = clock
    this.#prefetch = prefetch
  }

  get arrivals(): readonly NatsHolding[] {
    return this.#arrivals
  }

  get size(): number {
    return this.#held.size + this.#arrivals.length
  }

  all(): readonly NatsHolding[] {
    return [...this.#held, ...this.#arrivals]
  }

  add(holding: NatsHolding): void {
    if (holding.tap.place.part !== undefined) this.#outdate(holding.tap.place)
    this.#arrivals.push(holding)
  }

  /** Hands out; what is about to be settled still counts. */
  hand(max: number): NatsHolding[] {
    if (this.#arrivals.length === 0) return []
    const now = this.#clock.now()
    this.#arrivals = this.#arrivals.filter(({ leaseEnds }) => leaseEnds > now)
    const ready = this.#arrivals.splice(0, Math.min(max, this.#prefetch - this.#held.size))
    for (const holding of ready) this.#held.add(holding)
    return ready
  }

  /** What is still ours, and what is not, which is forgotten. */
  sort(holdings: readonly Holding[]): { readonly held: readonly NatsHolding[]; readonly lost: readonly Holding[] } {
    const now = this.#clock.now()
    const held: NatsHolding[] = []
    const lost: Holding[] = []
    for (const holding of holdings as readonly NatsHolding[]) {
      const isSettling = this.#settling.has(holding)
      const isOver = holding.leaseEnds <= now
      if (this.#held.has(holding) && !isSettling && !isOver) held.push(holding)
      else lost.push(holding)
      // The server hands it out again.
      if (isOver && !isSettling) this.#held.delete(holding)
    }
    return { held, lost }
  }

  /** Meanwhile they are nobody's to settle, and not given back either. */
  async settling(holdings: readonly NatsHolding[], act: () => Promise<void>): Promise<void> {
    for (const holding of holdings) this.#settling.add(holding)
    try {
      await act()
    } finally {
      for (const holding of holdings) this.#settling.delete(holding)
    }
  }

  forget(holdings: readonly NatsHolding[]): void {
    for (const holding of holdings) this.#held.delete(holding)
  }

  /** Takes out what was not handed out. */
  takeArrivals(): readonly NatsHolding[] {
    return this.#arrivals.splice(0)
  }

  /** Takes out everything; what is about to be settled is not answered with. */
  takeAll(): readonly NatsHolding[] {
    const rest = [...this.#held].filter((holding) => !this.#settling.has(holding))
    this.#held.clear()
    return [...rest, ...this.takeArrivals()]
  }

  /** Of a partition nothing comes before what came earlier is settled, or lost. */
  #outdate(place: ConsumerPlace): void {
    this.#arrivals = this.#arrivals.filter(({ tap }) => tap.place !== place)
    for (const earlier of this.#held) {
      if (earlier.tap.place === place && !this.#settling.has(earlier)) earlier.leaseEnds = 0
    }
  }
}
