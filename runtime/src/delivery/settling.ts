import { HoldingLost } from '../error/holding-lost.js'
import type { Clock } from '../transport/clock.js'
import { circumstancesOf } from './circumstances-of.js'
import { deadLetterDetails } from './dead-letter-details.js'
import { Inlet, type OpenedIntake } from './inlet.js'
import type { Defect, Job } from './job.js'
import type { Observer } from './observer.js'
import { pause } from './pause.js'
import type { DeliveryPolicy } from './policy.js'
import type { Recipient } from './recipient.js'
import type { Troubles } from './troubles.js'
import type { Turns } from './turns.js'

export interface SettlingOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly recipient: Recipient
  readonly observer: Observer
  readonly clock: Clock
  readonly turns: Turns
  readonly troubles: Troubles
  /** Aborted when the subscription is no longer worked for. */
  readonly signal: AbortSignal
  /** Something is held no longer: there is room for more. */
  readonly advance: () => void
}

/** What one subscription holds on this instance, and how each holding ends: acknowledged, parked, given back or lost. */
export class Settling {
  /** How many messages are held. */
  held = 0
  /** Dead letters since the start. */
  deadLettered = 0
  readonly #options: SettlingOptions
  #quiet: (() => void) | undefined

  constructor(options: SettlingOptions) {
    this.#options = options
  }

  inletOf(opened: OpenedIntake): Inlet {
    const { clock, troubles, turns } = this.#options
    return new Inlet(opened, clock, {
      acknowledged: (job) => this.finish(job),
      lost: (job) => this.#lost(job),
      notAcknowledged: (job, error) => {
        troubles.warn(`could not acknowledge ${job.what}; it will be handled again`, error)
        // It comes again, and must not come after what follows it.
        this.giveBack(turns.takeBehind(job))
        this.finish(job)
      },
      notExtended: (error) => troubles.warn('could not extend leases; messages may be handled twice', error),
    })
  }

  admit(job: Job): void {
    this.held++
    job.inlet.add(job)
  }

  /** Parks it, for as long as that takes: what cannot be parked stays held, and is never acknowledged. */
  async bury(job: Job, { reason, error }: Defect): Promise<void> {
    const { subscription, recipient, observer, policy, clock, signal, troubles, turns, advance } = this.#options
    const details = deadLetterDetails(job, { reason, error }, policy, clock.now())
    job.isSettling = true
    for (let failures = 0; ; failures++) {
      try {
        if (await job.inlet.park(job, details)) {
          this.deadLettered++
          observer.deadLettered({
            subscription,
            ...circumstancesOf(job.holding, job.inlet.transport, recipient),
            details,
            error,
          })
        } else {
          observer.warned(new HoldingLost(subscription, job.what))
        }
        break
      } catch (cause) {
        troubles.begin(job, `cannot park ${job.what} as a dead letter`, cause)
        advance()
        await pause(clock, failures, signal)
        if (signal.aborted) {
          this.giveBack([job])
          return
        }
      }
    }
    if (details.parkKey) this.giveBack(turns.takeBehind(job))
    this.finish(job)
  }

  /** To whoever is free, here or elsewhere. Their lanes are not gone on with. */
  giveBack(jobs: readonly Job[]): void {
    for (const inlet of new Set(jobs.map((job) => job.inlet))) {
      const own = jobs.filter((job) => job.inlet === inlet)
      const forget = () => {
        for (const job of own) this.#forget(job)
        this.#options.advance()
      }
      inlet.return(own).then(forget, (error) => {
        const what = `could not give ${own.length} messages back; they come again when their lease ends`
        this.#options.troubles.warn(what, error)
        forget()
      })
    }
  }

  /** It is held no longer, and the next of its lane may go. */
  finish(job: Job): void {
    this.#options.turns.release(job)
    this.#forget(job)
    this.#options.advance()
  }

  /** Resolves when nothing is held. */
  untilQuiet(): Promise<void> {
    if (this.held === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#quiet = resolve
    })
  }

  #forget(job: Job): void {
    job.inlet.remove(job)
    this.#options.troubles.end(job)
    this.held--
    if (this.held === 0) this.#quiet?.()
  }

  #lost(job: Job): void {
    const { observer, subscription, turns } = this.#options
    const warning = new HoldingLost(subscription, job.what)
    observer.warned(warning)
    job.isLost = true
    if (turns.callOff(job) || job.isSettling) this.finish(job)
    else job.attempt?.delivery.abort(warning)
  }
}
