import type { NatsHolding } from './holding.js'

/** What has come and was not handed out yet. */
export interface Arrivals {
  readonly size: number
  add(holding: NatsHolding): void
  /** The next ones that may go, at most `max`. */
  take(max: number, mayGo: (holding: NatsHolding) => boolean): NatsHolding[]
  /** One that was handed out is settled, or comes back. */
  release(holding: NatsHolding): void
  /** Comes back to where it stood; `over` of a delay is told by calling what it answers with. */
  putBack(holding: NatsHolding): void
  /** Holds back what is of the same key, until it is called off. */
  hold(holding: NatsHolding): () => void
  /** Takes out what fits. */
  remove(fits: (holding: NatsHolding) => boolean): NatsHolding[]
  all(): readonly NatsHolding[]
}

/** In the order in which they came. */
export class Queue implements Arrivals {
  #waiting: NatsHolding[] = []

  get size(): number {
    return this.#waiting.length
  }

  add(holding: NatsHolding): void {
    this.#waiting.push(holding)
  }

  take(max: number): NatsHolding[] {
    return this.#waiting.splice(0, max)
  }

  release(): void {}

  putBack(holding: NatsHolding): void {
    this.#waiting.unshift(holding)
  }

  hold(): () => void {
    return () => {}
  }

  remove(fits: (holding: NatsHolding) => boolean): NatsHolding[] {
    const removed = this.#waiting.filter(fits)
    this.#waiting = this.#waiting.filter((holding) => !fits(holding))
    return removed
  }

  all(): readonly NatsHolding[] {
    return this.#waiting
  }
}
