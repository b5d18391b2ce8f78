import type { Clock } from '../transport/clock.js'
import type { Job } from './job.js'
import { Lanes } from './lanes.js'

/** Whose turn it is: one at a time of each lane, a limited number at a time of all, and not before its wait is over. */
export class Turns {
  #running = 0
  /** Failed, with what calls their waiting off. */
  readonly backingOff = new Map<Job, () => void>()
  readonly #concurrency: number
  readonly #clock: Clock
  readonly #take: (job: Job) => void
  readonly #lanes = new Lanes()
  /** At their turn, in want of a free place. */
  readonly #ready: Job[] = []
  #isAdvancing = false
  #isHurried = false

  /** `take` handles a job, and says when it begins and ends to run. */
  constructor(concurrency: number, clock: Clock, take: (job: Job) => void) {
    this.#concurrency = concurrency
    this.#clock = clock
    this.#take = take
  }

  /** How many run. */
  get running(): number {
    return this.#running
  }

  /** Running, or about to. */
  get active(): number {
    return this.#running + this.#ready.length
  }

  begin(job: Job): void {
    job.isRunning = true
    this.#running++
  }

  end(job: Job): void {
    if (!job.isRunning) return
    job.isRunning = false
    this.#running--
  }

  admit(job: Job): void {
    if (this.#lanes.admit(job)) this.#ready.push(job)
  }

  backOff(job: Job, delayMs: number): void {
    if (this.#isHurried) {
      this.#ready.push(job)
      return
    }
    const again = () => {
      this.backingOff.delete(job)
      this.#ready.push(job)
      this.advance()
    }
    this.backingOff.set(job, this.#clock.after(delayMs, again))
  }

  /** The job is done with: the next of its lane may go. */
  release(job: Job): void {
    const next = this.#lanes.release(job)
    if (next !== undefined) this.#ready.push(next)
  }

  /** Takes out all that wait behind the job in its lane. */
  takeBehind(job: Job): readonly Job[] {
    return this.#lanes.clear(job)
  }

  /** Fills the free places. Called again from within, it leaves that to the call under way. */
  advance(): void {
    if (this.#isAdvancing) return
    this.#isAdvancing = true
    try {
      while (this.#running < this.#concurrency) {
        const job = this.#ready.shift()
        if (job === undefined) break
        this.#take(job)
      }
    } finally {
      this.#isAdvancing = false
    }
  }

  /** Whether it waited to be tried again, and does no longer. */
  callOff(job: Job): boolean {
    this.backingOff.get(job)?.()
    return this.backingOff.delete(job)
  }

  /** While on, nothing waits to be tried again. */
  hurry(on: boolean): void {
    this.#isHurried = on
    if (!on) return
    for (const job of [...this.backingOff.keys()]) if (this.callOff(job)) this.#ready.push(job)
    this.advance()
  }

  /** No job gets a turn any more; those that run go on. */
  stop(): void {
    for (const cancel of this.backingOff.values()) cancel()
    this.backingOff.clear()
    this.#ready.length = 0
    this.#lanes.clearAll()
  }
}
