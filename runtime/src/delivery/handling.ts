import { isBusClosing } from '../error/bus-closing.js'
import type { AnyEvent } from '../event/event.js'
import { runInDelivery } from '../event/scope.js'
import type { Clock } from '../transport/clock.js'
import { Attempt, type AttemptFailure } from './attempt.js'
import { AttemptDelivery } from './attempt-delivery.js'
import { backoff } from './backoff.js'
import { decodeJob } from './decode-job.js'
import { isWorthRetrying } from './is-worth-retrying.js'
import type { Job } from './job.js'
import type { Observer } from './observer.js'
import type { DeliveryPolicy } from './policy.js'
import type { Route } from './recipient.js'
import type { Settling } from './settling.js'
import type { Turns } from './turns.js'

export interface HandlingOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly observer: Observer
  readonly clock: Clock
  /** From 0 to 1, below 1. */
  readonly random: () => number
  readonly turns: Turns
  readonly settling: Settling
  /** Aborted when the subscription is no longer worked for. */
  readonly signal: AbortSignal
  /** A handler has ended: there is a free place. */
  readonly advance: () => void
}

/** Attempts to handle what has its turn, and says what becomes of it. */
export class Handling {
  readonly #options: HandlingOptions

  constructor(options: HandlingOptions) {
    this.#options = options
  }

  take(job: Job): void {
    const { settling } = this.#options
    decodeJob(job)
    const { route, decoded, defect } = job
    if (job.isLost) settling.finish(job)
    else if (defect !== undefined) void settling.bury(job, defect)
    else if (route !== undefined && decoded !== undefined) this.#attempt(job, route, decoded.event)
  }

  #attempt(job: Job, route: Route, event: AnyEvent): void {
    const { subscription, policy, clock, turns } = this.#options
    job.lastAttemptAt = clock.now()
    if (++job.attempts === 1) job.firstAttemptAt = job.lastAttemptAt
    const delivery = new AttemptDelivery(subscription, event, job.attempts, job.holding, route.parametersOf)
    job.attempt = new Attempt(delivery, (failure) => this.#ended(job, delivery, failure))
    turns.running.add(job)
    job.attempt.run(() => this.#handle(route, delivery), policy, clock)
  }

  #handle(route: Route, delivery: AttemptDelivery): unknown {
    const { observer } = this.#options
    const work = () =>
      runInDelivery(
        delivery,
        () => route.handle(delivery.event, delivery),
        (warning) => observer.warned(warning),
      )
    const { hooks } = observer
    return hooks.handle === undefined
      ? work()
      : observer.around('handle', (next) => hooks.handle?.(delivery, next), work)
  }

  #ended(job: Job, delivery: AttemptDelivery, failure: AttemptFailure | undefined): void {
    const { observer, turns, settling } = this.#options
    turns.running.delete(job)
    job.attempt = undefined
    if (job.isLost) settling.finish(job)
    else if (failure !== undefined) this.#failed(job, delivery, failure.error)
    else {
      if (observer.hooks.handled !== undefined) {
        observer.handled({ delivery, durationMs: this.#lasted(job) })
      }
      job.inlet.acknowledge(job)
    }
    this.#options.advance()
  }

  #failed(job: Job, delivery: AttemptDelivery, error: unknown): void {
    const { policy, random, observer, turns, settling, signal } = this.#options
    // Its time was cut short by us: that is no failure of its own.
    if (isBusClosing(delivery.abortedWith)) {
      settling.giveBack([job])
      return
    }
    const isRetryable = isWorthRetrying(error)
    const delayMs = isRetryable ? backoff(policy.retry, job.attempts, job.waitedMs, random) : undefined
    const durationMs = this.#lasted(job)
    observer.failed({ delivery, error, durationMs, ...(delayMs !== undefined && { retryInMs: delayMs }) })
    if (delayMs === undefined) {
      void settling.bury(job, { reason: isRetryable ? 'attempts-exhausted' : 'not-retryable', error })
    } else if (signal.aborted) {
      settling.giveBack([job])
    } else {
      job.waitedMs += delayMs
      turns.backOff(job, delayMs)
    }
  }

  /** Clocks may be set back. */
  #lasted(job: Job): number {
    return Math.max(0, this.#options.clock.now() - job.lastAttemptAt)
  }
}
