import { HandlerTimedOut, isHandlerTimedOut } from '../error/handler-timed-out.js'
import type { Clock } from '../transport/clock.js'
import type { AttemptDelivery } from './attempt-delivery.js'
import { isThenable } from './is-thenable.js'
import type { Job } from './job.js'
import type { Limited, LimitedTogether, TimeLimits } from './time-limits.js'

/** What all attempts of a subscription have in common. */
export interface AttemptSettings {
  readonly timeoutMs: number
  readonly graceMs: number
  readonly limits: TimeLimits
  readonly clock: Clock
  readonly ended: (attempt: Attempt, failure: AttemptFailure | undefined) => void
}

/** Why an attempt failed. */
export interface AttemptFailure {
  readonly error: unknown
}

/** One call of a handler, under its time limit. It ends once; what comes later is of no account. */
export class Attempt implements Limited {
  readonly job: Job
  readonly delivery: AttemptDelivery
  at = 0
  readonly #settings: AttemptSettings
  #ended = false
  #limited: LimitedTogether | undefined
  #endGrace: (() => void) | undefined

  constructor(job: Job, delivery: AttemptDelivery, settings: AttemptSettings) {
    this.job = job
    this.delivery = delivery
    this.#settings = settings
  }

  get since(): number {
    return this.job.lastAttemptAt
  }

  run(handle: (delivery: AttemptDelivery) => unknown): void {
    try {
      const result = handle(this.delivery)
      // A handler that is done when it returns needs no timer and no turn of the event loop.
      if (isThenable(result)) this.#await(result)
      else this.#end(undefined)
    } catch (error) {
      this.#end({ error })
    }
  }

  timeIsUp(): void {
    const { timeoutMs, graceMs, clock } = this.#settings
    const timedOut = new HandlerTimedOut(this.delivery.subscription, timeoutMs)
    this.#endGrace = clock.after(graceMs, () => this.#end({ error: timedOut }))
    this.delivery.abort(timedOut)
  }

  /** Whatever comes of it, nobody waits for it any more. */
  abandon(): void {
    this.#ended = true
    this.#liftLimit()
  }

  #await(result: PromiseLike<unknown>): void {
    const { limits, timeoutMs } = this.#settings
    this.#limited = limits.begin(this, timeoutMs)
    result.then(
      () => this.#end(undefined),
      (error) => this.#end({ error: this.#explain(error) }),
    )
  }

  /** What an aborted handler throws says little; that it was out of time says all. */
  #explain(error: unknown): unknown {
    const { abortedWith } = this.delivery
    if (!isHandlerTimedOut(abortedWith) || error === abortedWith) return error
    abortedWith.cause ??= error
    return abortedWith
  }

  #end(failure: AttemptFailure | undefined): void {
    if (this.#ended) return
    this.#ended = true
    this.#liftLimit()
    this.#settings.ended(this, failure)
  }

  #liftLimit(): void {
    this.#limited?.leave(this)
    this.#endGrace?.()
  }
}
