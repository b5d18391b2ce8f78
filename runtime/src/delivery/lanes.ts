import type { Job } from './job.js'

/** Jobs of one key go one after the other; the others wait behind. Jobs without a key wait for nobody. */
export class Lanes {
  /** A lane exists while one of its jobs is under way. */
  readonly #waiting = new Map<string, Job[]>()

  /** Whether it is the job's turn already. */
  admit(job: Job): boolean {
    if (job.key === undefined) return true
    const waiting = this.#waiting.get(job.key)
    if (waiting === undefined) this.#waiting.set(job.key, [])
    else waiting.push(job)
    return waiting === undefined
  }

  /** Ends the job's turn; answers with the next of its lane. */
  release(job: Job): Job | undefined {
    if (job.key === undefined) return undefined
    const next = this.#waiting.get(job.key)?.shift()
    if (next === undefined) this.#waiting.delete(job.key)
    return next
  }

  /** Takes out all that wait behind the job. */
  clear(job: Job): readonly Job[] {
    return (job.key !== undefined && this.#waiting.get(job.key)?.splice(0)) || []
  }

  clearAll(): void {
    for (const waiting of this.#waiting.values()) waiting.length = 0
  }
}
