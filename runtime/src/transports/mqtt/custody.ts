import type { Clock } from '../../transport/clock.js'
import type { Holding } from '../../transport/holding.js'
import { Arrivals } from './arrivals.js'
import type { MqttHolding } from './holding.js'
import type { Slot } from './slot.js'

/** What has come to one instance and is not settled: not handed out yet, handed out, or about to be settled. */
export class Custody {
  readonly #clock: Clock
  readonly #prefetch: number
  readonly #isOrdered: boolean
  readonly #arrivals = new Arrivals()
  readonly #held = new Set<MqttHolding>()
  readonly #settling = new Set<MqttHolding>()

  constructor(clock: Clock, prefetch: number, isOrdered: boolean) {
    this.#clock = clock
    this.#prefetch = prefetch
    this.#isOrdered = isOrdered
  }

  add(holding: MqttHolding): void {
    this.#arrivals.add(holding)
  }

  /** Goes back to where it stood: before everything that came after it. */
  addAgain(holdings: readonly MqttHolding[], delayMs: number): void {
    this.#arrivals.addAgain(holdings, delayMs > 0 ? this.#clock.now() + delayMs : 0)
  }

  /** Hands out. In order, of a session only the first, and while it is held none. */
  hand(max: number): MqttHolding[] {
    const room = Math.min(max, this.#prefetch - this.#held.size)
    const now = this.#clock.now()
    const busy = new Set(this.#isOrdered ? [...this.#held].map(({ slot }) => slot) : [])
    const handed = this.#arrivals.take(room, ({ holding: { slot }, notBefore }) => {
      const isReady = notBefore <= now && !slot.isLeaving && !busy.has(slot)
      if (this.#isOrdered) busy.add(slot)
      return isReady
    })
    for (const holding of handed) this.#held.add(holding)
    return handed
  }

  /** What is ours to settle, and what is not. */
  sort(holdings: readonly Holding[]): { readonly held: readonly MqttHolding[]; readonly lost: readonly Holding[] } {
    const held: MqttHolding[] = []
    const lost: Holding[] = []
    for (const holding of holdings as readonly MqttHolding[]) {
      if (this.#held.has(holding) && !this.#settling.has(holding)) held.push(holding)
      else lost.push(holding)
    }
    return { held, lost }
  }

  /** Meanwhile they are nobody's to settle. */
  async settling<T>(holdings: readonly MqttHolding[], act: () => Promise<T>): Promise<T> {
    for (const holding of holdings) this.#settling.add(holding)
    try {
      return await act()
    } finally {
      for (const holding of holdings) this.#settling.delete(holding)
    }
  }

  forget(holding: MqttHolding): void {
    if (!this.#held.delete(holding)) this.#arrivals.delete(holding)
  }

  /** Whether anything of a session is being worked at. */
  holdsOf(slot: Slot): boolean {
    return [...this.#held].some((holding) => holding.slot === slot)
  }

  /** Takes out what came of a session and was not handed out. */
  takeArrivals(slot: Slot): readonly MqttHolding[] {
    return this.#arrivals.takeAllOf(slot)
  }
}
