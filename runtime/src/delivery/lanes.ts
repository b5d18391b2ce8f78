import { ByKey } from '../transport/by-key.js'
import type { Job } from './job.js'

/** Jobs of one key go one after the other; the others wait behind. Jobs without a key wait for nobody. */
export class Lanes {
  readonly #lanes = new ByKey(() => new Lane())

  /** Whether it is the job's turn already. */
  admit(job: Job): boolean {
    if (job.key === undefined) return true
    job.lane = this.#lanes.of(job.key)
    return job.lane.admit(job)
  }

  /** Ends the job's turn; answers with the next of its lane. */
  release({ lane }: Job): Job | undefined {
    return lane?.next()
  }

  /** Takes out all that wait behind the job. */
  clear({ lane }: Job): readonly Job[] {
    return lane?.clear() ?? []
  }

  clearAll(): void {
    for (const lane of this.#lanes.all()) lane.clear()
  }
}

/** The jobs of one key. */
export class Lane {
  /** Whether one of its jobs is under way. */
  #isTaken = false
  /** Mostly nobody waits. */
  #waiting: Job[] | undefined

  get isIdle(): boolean {
    return !this.#isTaken
  }

  admit(job: Job): boolean {
    if (this.#isTaken) {
      this.#waiting ??= []
      this.#waiting.push(job)
      return false
    }
    this.#isTaken = true
    return true
  }

  next(): Job | undefined {
    const next = this.#waiting?.shift()
    this.#isTaken = next !== undefined
    return next
  }

  clear(): readonly Job[] {
    return this.#waiting?.splice(0) ?? []
  }
}
