import type { Holding } from '../../transport/holding.js'
import type { RedisHolding } from './holding.js'

/** What one instance holds, and what of it is about to be settled. */
export class Custody {
  readonly #held = new Map<string, RedisHolding>()
  readonly #settling = new Set<RedisHolding>()

  get size(): number {
    return this.#held.size
  }

  /** One that came again takes the place of the one before, which is lost. */
  add(holding: RedisHolding): void {
    this.#held.set(holding.name, holding)
  }

  all(): readonly RedisHolding[] {
    return [...this.#held.values()]
  }

  /** What is ours to settle, and what is not, or no longer. */
  sort(holdings: readonly Holding[]): { readonly held: readonly RedisHolding[]; readonly lost: readonly Holding[] } {
    const held: RedisHolding[] = []
    const lost: Holding[] = []
    for (const holding of holdings as readonly RedisHolding[]) {
      const isOurs = this.#held.get(holding.name) === holding && !this.#settling.has(holding)
      if (isOurs) held.push(holding)
      else lost.push(holding)
    }
    return { held, lost }
  }

  /** Meanwhile they are nobody's to settle. */
  async settling<T>(holdings: readonly RedisHolding[], act: () => Promise<T>): Promise<T> {
    for (const holding of holdings) this.#settling.add(holding)
    try {
      return await act()
    } finally {
      for (const holding of holdings) this.#settling.delete(holding)
    }
  }

  forget(holdings: readonly RedisHolding[]): void {
    for (const holding of holdings) {
      if (this.#held.get(holding.name) === holding) this.#held.delete(holding.name)
    }
  }
}
