import type { InMemorySettings } from './options.js'
import type { InMemoryHolding } from './queued.js'

/** When holdings end by themselves. All leases are equally long, so the oldest is the next to end. */
export class Leases {
  readonly #settings: InMemorySettings
  readonly #expire: (holding: InMemoryHolding) => void
  readonly #ends = new Map<InMemoryHolding, number>()
  #cancel: (() => void) | undefined

  constructor(settings: InMemorySettings, expire: (holding: InMemoryHolding) => void) {
    this.#settings = settings
    this.#expire = expire
  }

  begin(holding: InMemoryHolding): void {
    const { leaseMs, clock } = this.#settings
    if (leaseMs === undefined) return
    this.#ends.delete(holding)
    this.#ends.set(holding, clock.now() + leaseMs)
    this.#cancel ??= clock.after(leaseMs, () => this.#check())
  }

  end(holding: InMemoryHolding): void {
    if (!this.#ends.delete(holding) || this.#ends.size > 0) return
    this.#cancel?.()
    this.#cancel = undefined
  }

  #check(): void {
    this.#cancel = undefined
    const { clock } = this.#settings
    for (const [holding, end] of [...this.#ends]) {
      if (end > clock.now()) break
      if (this.#ends.has(holding)) this.#expire(holding)
    }
    const next = this.#ends.values().next().value
    if (next !== undefined) this.#cancel ??= clock.after(next - clock.now(), () => this.#check())
  }
}
