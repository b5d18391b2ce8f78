import type { Carried } from '../../transport/carried.js'
import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { DeadLetterShelf } from './dead-letter-shelf.js'
import type { InMemoryIntake } from './intake.js'
import { Leases } from './leases.js'
import type { LoopTurn } from './loop-turn.js'
import type { InMemorySettings } from './options.js'
import type { InMemoryHolding } from './queued.js'
import { SubscriptionQueue } from './subscription-queue.js'

const none: readonly Holding[] = []

/** One subscription: hands its messages to the instances that take part, and settles them. */
export class Distribution {
  readonly queue: SubscriptionQueue
  readonly deadLetters: DeadLetterShelf
  readonly intakes = new Set<InMemoryIntake>()
  readonly #settings: InMemorySettings
  readonly #leases: Leases
  readonly #turn: LoopTurn
  readonly #changed: () => void
  /** In the next turn. */
  #isWaking = false
  /** In this one. */
  #isWakingSoon = false

  constructor(place: SubscriptionPlace, settings: InMemorySettings, turn: LoopTurn, changed: () => void) {
    this.queue = new SubscriptionQueue(place)
    this.deadLetters = new DeadLetterShelf(settings.capacity)
    this.#settings = settings
    this.#leases = new Leases(settings, (holding) => this.#expire(holding))
    this.#turn = turn
    this.#changed = changed
  }

  get hasRoom(): boolean {
    return this.queue.size < this.#settings.capacity
  }

  /** Nothing is held, and nothing waits that an instance could be given, now or after a delay. */
  get isQuiet(): boolean {
    return this.intakes.size === 0 || this.queue.size === this.queue.heldBack
  }

  /** What would have nobody left; what waits behind a dead letter waits for somebody anyway. */
  strandedWithout(intake: InMemoryIntake): number {
    for (const other of this.intakes) if (other !== intake && !other.isLeaving) return 0
    return this.queue.size - this.queue.heldBack
  }

  add(carried: Carried): void {
    this.queue.add(carried)
    this.wake()
  }

  acknowledge(holdings: readonly Holding[]): readonly Holding[] {
    return this.#settle(holdings, this.#remove)
  }

  extend(holdings: readonly Holding[]): readonly Holding[] {
    return this.#each(holdings, (holding) => this.#leases.begin(holding))
  }

  return(holdings: readonly Holding[], delayMs = 0): readonly Holding[] {
    return this.#settle(holdings, (holding) => this.queue.putBack(holding, this.#delay(delayMs)))
  }

  park(holding: Holding, details: DeadLetterDetails): boolean {
    const lost = this.#settle([holding], (held) => {
      this.deadLetters.admit(held.queued, this.queue.place.name, details)
      this.queue.remove(held)
      if (details.parkKey) this.queue.shut(held.key)
    })
    return lost.length === 0
  }

  redrive(id: string): boolean {
    const dead = this.deadLetters.remove(id)
    if (dead === undefined) return false
    this.queue.readmit(dead.queued)
    this.#reopen(dead.letter)
    return true
  }

  discard(id: string): boolean {
    const dead = this.deadLetters.remove(id)
    if (dead === undefined) return false
    this.#reopen(dead.letter)
    return true
  }

  /**
   * Hands out what waits, never inside the call that brought it: at its end where everybody gets all that he wants, and
   * otherwise in the next turn, when there may be more to hand out, or others who want some.
   */
  wake(): void {
    if (this.#isWakingSoon || !this.queue.canGive()) return
    let wanted = 0
    for (const intake of this.intakes) wanted += intake.wanted
    if (wanted === 0) return
    // Leases are extended by timers, which have their turn before the next.
    const isLeased = this.#settings.leaseMs !== undefined
    if (!isLeased && wanted <= this.queue.waiting && this.#turn.mayHandOut(wanted)) {
      this.#isWakingSoon = true
      this.#turn.soon(this.#handOutSoon)
    } else if (!this.#isWaking) {
      this.#isWaking = true
      this.#turn.next(() => {
        this.#isWaking = false
        this.#handOut()
      })
    }
  }

  readonly #remove = (holding: InMemoryHolding): void => this.queue.remove(holding)

  readonly #handOutSoon = (): void => {
    this.#isWakingSoon = false
    this.#handOut()
  }

  /** In turn, so that competing instances share what there is. */
  #handOut(): void {
    for (let given = true; given; ) {
      given = false
      for (const intake of this.intakes) {
        const holding = intake.wanted > 0 ? this.queue.take(intake) : undefined
        if (holding === undefined) continue
        given = true
        this.#leases.begin(holding)
        intake.offer(holding)
      }
    }
    for (const intake of this.intakes) intake.deliver()
  }

  #settle(holdings: readonly Holding[], end: (holding: InMemoryHolding) => void): readonly Holding[] {
    const lost = this.#each(holdings, (holding) => {
      end(holding)
      this.#leases.end(holding)
      ;(holding.holder as InMemoryIntake).held--
    })
    this.wake()
    this.#changed()
    return lost
  }

  #each(holdings: readonly Holding[], act: (holding: InMemoryHolding) => void): readonly Holding[] {
    let lost = none
    for (const holding of holdings as readonly InMemoryHolding[]) {
      if (holding.queued.holding === holding) act(holding)
      else lost = [...lost, holding]
    }
    return lost
  }

  #expire(holding: InMemoryHolding): void {
    this.return(this.queue.together(holding))
  }

  #delay(delayMs: number): ((over: () => void) => void) | undefined {
    if (delayMs <= 0) return undefined
    return (over) => {
      this.#settings.clock.after(delayMs, () => {
        over()
        this.wake()
      })
    }
  }

  #reopen(letter: { readonly key?: string; readonly parkKey?: boolean }): void {
    if (letter.parkKey && letter.key !== undefined) this.queue.reopen(letter.key)
    this.wake()
    this.#changed()
  }
}
