import type { Clock } from '../../transport/clock.js'
import type { Holding } from '../../transport/holding.js'
import type { MqttHolding } from './holding.js'
import type { Slot } from './slot.js'

interface Arrival {
  readonly holding: MqttHolding
  /** Returned, and not to be handed out before; in milliseconds. */
  readonly notBefore: number
}

/** What has come to one instance and is not settled: not handed out yet, handed out, or about to be settled. */
export class Custody {
  readonly #clock: Clock
  readonly #prefetch: number
  readonly #isOrdered: boolean
  #arrivals: Arrival[] = []
  readonly #held = new Set<MqttHolding>()
  readonly #settling = new Set<MqttHolding>()

  constructor(clock: Clock, prefetch: number, isOrdered: boolean) {
    this.#clock = clock
    this.#prefetch = prefetch
    this.#isOrdered = isOrdered
  }

  add(holding: MqttHolding): void {
    this.#arrivals.push({ holding, notBefore: 0 })
  }

  /** Goes back to where it stood: before everything that came after it. */
  addAgain(holdings: readonly MqttHolding[], delayMs: number): void {
    const notBefore = delayMs > 0 ? this.#clock.now() + delayMs : 0
    this.#arrivals.unshift(...holdings.map((holding) => ({ holding, notBefore })))
  }

  /** Hands out. In order, of a session only the first, and while it is held none. */
  hand(max: number): MqttHolding[] {
    const room = Math.min(max, this.#prefetch - this.#held.size)
    const now = this.#clock.now()
    const busy = new Set(this.#isOrdered ? [...this.#held].map(({ slot }) => slot) : [])
    const handed: MqttHolding[] = []
    const kept: Arrival[] = []
    for (const [index, arrival] of this.#arrivals.entries()) {
      if (handed.length >= room) {
        kept.push(...this.#arrivals.slice(index))
        break
      }
      const { holding, notBefore } = arrival
      const isReady = notBefore <= now && !holding.slot.isLeaving && !busy.has(holding.slot)
      if (isReady) handed.push(holding)
      else kept.push(arrival)
      if (this.#isOrdered) busy.add(holding.slot)
    }
    if (handed.length > 0) this.#arrivals = kept
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
    if (this.#held.delete(holding)) return
    const index = this.#arrivals.findIndex((arrival) => arrival.holding === holding)
    if (index >= 0) this.#arrivals.splice(index, 1)
  }

  /** Whether anything of a session is being worked at. */
  holdsOf(slot: Slot): boolean {
    return [...this.#held].some((holding) => holding.slot === slot)
  }

  /** Takes out what came of a session and was not handed out. */
  takeArrivals(slot: Slot): readonly MqttHolding[] {
    const taken = this.#arrivals.filter(({ holding }) => holding.slot === slot)
    if (taken.length > 0) this.#arrivals = this.#arrivals.filter(({ holding }) => holding.slot !== slot)
    return taken.map(({ holding }) => holding)
  }
}
