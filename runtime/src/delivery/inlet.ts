import type { Clock } from '../transport/clock.js'
import type { DeadLetterDetails } from '../transport/dead-letter.js'
import type { Holding } from '../transport/holding.js'
import type { Intake } from '../transport/intake.js'
import { Members } from '../transport/members.js'
import { isThenable } from './is-thenable.js'
import type { Job } from './job.js'

/** How settling went; each job is told of once. */
export interface InletListener {
  /** Acknowledged. */
  acknowledged(job: Job): void
  /** No longer held; not because of us. */
  lost(job: Job): void
  /** Whether the acknowledgement arrived is not known. */
  notAcknowledged(job: Job, error: unknown): void
  /** Its lease could not be extended for now. */
  notExtended(error: unknown): void
}

/** An intake, and what it is of. */
export interface OpenedIntake {
  readonly intake: Intake
  /** The transport's name. */
  readonly transport: string
}

/** One intake with what is held of it: acknowledges in batches, and keeps the leases alive. */
export class Inlet {
  readonly intake: Intake
  /** The transport's name. */
  readonly transport: string
  readonly jobs = new Members<Job>()
  readonly #clock: Clock
  readonly #listener: InletListener
  #done: Job[] = []
  #stopExtending: (() => void) | undefined
  #isClosed = false
  /** Keys held back by a dead letter, and whether the transport knows already. */
  readonly #shut = new Map<string, boolean>()

  constructor({ intake, transport }: OpenedIntake, clock: Clock, listener: InletListener) {
    this.intake = intake
    this.transport = transport
    this.#clock = clock
    this.#listener = listener
  }

  /** How many messages nobody else could handle. */
  get stranded(): number {
    return this.intake.stranded?.() ?? 0
  }

  receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    // What is asked for from now on no longer holds messages of a key that the transport has shut.
    for (const [key, isKnown] of this.#shut) if (isKnown) this.#shut.delete(key)
    return this.intake.receive(max, signal)
  }

  add(job: Job): void {
    this.jobs.add(job)
    if (this.intake.leaseMs !== undefined && !this.#isClosed)
      this.#stopExtending ??= this.#extendLater(this.intake.leaseMs)
  }

  remove(job: Job): void {
    this.jobs.delete(job)
    if (this.jobs.size === 0) this.#endExtending()
  }

  /** Extends no more, although a handler that heeds nothing may never end. */
  close(): Promise<void> {
    this.#isClosed = true
    this.#endExtending()
    return this.intake.close()
  }

  /** Everything that is done in one turn is acknowledged with one call, unless a call costs nothing. */
  acknowledge(job: Job): void {
    job.isSettling = true
    if (this.intake.acknowledgesAtOnce) this.#acknowledgeAll([job])
    else if (this.#done.push(job) === 1) queueMicrotask(() => this.#acknowledgeDone())
  }

  async return(jobs: readonly Job[]): Promise<void> {
    for (const job of jobs) job.isSettling = true
    await this.intake.return(jobs.map(({ holding }) => holding))
  }

  /** `false` when it was lost. */
  async park(job: Job, details: DeadLetterDetails): Promise<boolean> {
    const { key } = job.holding
    if (!details.parkKey || key === undefined) return this.intake.park(job.holding, details)
    this.#shut.set(key, false)
    const isParked = await this.intake.park(job.holding, details)
    this.#shut.set(key, true)
    return isParked
  }

  /** Whether a message was on its way here while its key was being shut. */
  isShut({ key }: Holding): boolean {
    return key !== undefined && this.#shut.has(key)
  }

  #acknowledgeDone(): void {
    const jobs = this.#done
    this.#done = []
    this.#acknowledgeAll(jobs)
  }

  #acknowledgeAll(jobs: readonly Job[]): void {
    const lost = this.intake.acknowledge(jobs.map(({ holding }) => holding))
    if (isThenable(lost)) {
      lost.then(
        (known) => this.#acknowledged(jobs, known),
        (error) => {
          for (const job of jobs) this.#listener.notAcknowledged(job, error)
        },
      )
    } else this.#acknowledged(jobs, lost)
  }

  #acknowledged(jobs: readonly Job[], lost: readonly Holding[]): void {
    for (const job of jobs) {
      if (lost.length > 0 && lost.includes(job.holding)) this.#listener.lost(job)
      else this.#listener.acknowledged(job)
    }
  }

  #endExtending(): void {
    this.#stopExtending?.()
    this.#stopExtending = undefined
  }

  #extendLater(leaseMs: number): () => void {
    return this.#clock.after(leaseMs / 3, () => {
      this.#stopExtending = this.#extendLater(leaseMs)
      const jobs = this.jobs.all().filter((job) => !job.isSettling && !job.isLost)
      this.intake.extend(jobs.map(({ holding }) => holding)).then(
        (lost) => {
          for (const job of jobs) if (lost.includes(job.holding) && !job.isSettling) this.#listener.lost(job)
        },
        (error) => this.#listener.notExtended(error),
      )
    })
  }
}
