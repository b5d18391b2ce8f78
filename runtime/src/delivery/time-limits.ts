import type { Clock } from '../transport/clock.js'
import { type Member, Members } from '../transport/members.js'

/** What must not take longer than it may. */
export interface Limited extends Member {
  /** When it began, by the clock. */
  readonly since: number
  /** It took as long as it may. */
  timeIsUp(): void
}

/** The time limits of all that is under way in a bus: what begins at about the same time shares a timer. */
export class TimeLimits {
  readonly #clock: Clock
  /** By their limit, those that began last. */
  readonly #latest = new Map<number, LimitedTogether>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From now on. Returns what it is to leave when it ends. */
  begin(limited: Limited, limitMs: number): LimitedTogether {
    let together = this.#latest.get(limitMs)
    if (together === undefined || !together.isOpenTo(limited)) {
      together = new LimitedTogether(limited, limitMs, this.#clock)
      this.#latest.set(limitMs, together)
    }
    together.join(limited)
    return together
  }
}

/** Those that share a timer. */
export class LimitedTogether {
  readonly #members = new Members<Limited>()
  readonly #clock: Clock
  /** How much later than the first others may begin: a hundredth of the limit, and the clock may be set meanwhile. */
  readonly #spanMs: number
  /** When those began whose time is up next. */
  #since: number
  #cancel: () => void
  #isShut = false

  constructor({ since }: Limited, limitMs: number, clock: Clock) {
    this.#since = since
    this.#clock = clock
    this.#spanMs = limitMs / 100
    this.#cancel = clock.after(limitMs, () => this.#timeIsUp())
  }

  isOpenTo({ since }: Limited): boolean {
    return !this.#isShut && since >= this.#since && since <= this.#since + this.#spanMs
  }

  join(limited: Limited): void {
    this.#members.add(limited)
  }

  leave(limited: Limited): void {
    if (this.#members.delete(limited) && this.#members.size === 0) this.#shut()
  }

  #timeIsUp(): void {
    const since = this.#since
    this.#shut()
    let next = Number.POSITIVE_INFINITY
    for (const limited of this.#members.all()) {
      if (limited.since > since) {
        next = Math.min(next, limited.since)
      } else {
        this.#members.delete(limited)
        limited.timeIsUp()
      }
    }
    if (this.#members.size === 0) return
    this.#since = next
    this.#cancel = this.#clock.after(next - since, () => this.#timeIsUp())
  }

  #shut(): void {
    this.#isShut = true
    this.#cancel()
  }
}
