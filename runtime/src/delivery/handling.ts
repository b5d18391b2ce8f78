import { isBusClosing } from '../error/bus-closing.js'
import type { AnyEvent } from '../event/event.js'
import { runInDelivery } from '../event/scope.js'
import type { Clock } from '../transport/clock.js'
import { Attempt, type AttemptFailure, type AttemptSettings } from './attempt.js'
import { AttemptDelivery } from './attempt-delivery.js'
import { backoff } from './backoff.js'
import { circumstancesOf } from './circumstances-of.js'
import { decodeJob } from './decode-job.js'
import { isWorthRetrying } from './is-worth-retrying.js'
import type { Job } from './job.js'
import type { Observer } from './observer.js'
import type { DeliveryPolicy } from './policy.js'
import type { Recipient, Route } from './recipient.js'
import type { Settling } from './settling.js'
import type { TimeLimits } from './time-limits.js'
import type { Turns } from './turns.js'

export interface HandlingOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly recipient: Recipient
  readonly observer: Observer
  readonly clock: Clock
  readonly limits: TimeLimits
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
  readonly #settings: AttemptSettings

  constructor(options: HandlingOptions) {
    const { policy, limits, clock } = options
    this.#options = options
    this.#settings = {
      timeoutMs: policy.timeoutMs,
      graceMs: policy.graceMs,
      limits,
      clock,
      ended: (attempt, failure) => this.#ended(attempt, failure),
    }
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
    const { subscription, clock, turns, observer } = this.#options
    job.lastAttemptAt = clock.now()
    if (++job.attempts === 1) job.firstAttemptAt = job.lastAttemptAt
    const delivery = new AttemptDelivery(subscription, event, job.attempts, job.holding, route)
    job.attempt = new Attempt(job, delivery, this.#settings)
    turns.begin(job)
    job.attempt.run(observer.hears('handle') ? () => this.#handleObserved(job, delivery) : this.#handle)
  }

  /** The same function for all, since it is called for each. */
  readonly #handle = (delivery: AttemptDelivery): unknown => runInDelivery(delivery, callHandler, this.#warn)

  readonly #warn = (warning: Error): void => this.#options.observer.warned(warning)

  #handleObserved(job: Job, delivery: AttemptDelivery): unknown {
    const { observer, recipient } = this.#options
    const circumstances = circumstancesOf(job.holding, job.inlet.transport, recipient)
    return observer.handle(delivery, circumstances, () => this.#handle(delivery))
  }

  #ended({ job, delivery }: Attempt, failure: AttemptFailure | undefined): void {
    const { observer, recipient, turns, settling } = this.#options
    turns.end(job)
    job.attempt = undefined
    if (job.isLost) settling.finish(job)
    else if (failure !== undefined) this.#failed(job, delivery, failure.error)
    else {
      if (observer.hears('handled')) {
        observer.handled({
          delivery,
          ...circumstancesOf(job.holding, job.inlet.transport, recipient),
          durationMs: this.#lasted(job),
        })
      }
      job.inlet.acknowledge(job)
    }
    this.#options.advance()
  }

  #failed(job: Job, delivery: AttemptDelivery, error: unknown): void {
    const { policy, recipient, random, observer, turns, settling, signal } = this.#options
    // Its time was cut short by us: that is no failure of its own.
    if (isBusClosing(delivery.abortedWith)) {
      settling.giveBack([job])
      return
    }
    const isRetryable = isWorthRetrying(error)
    const delayMs = isRetryable ? backoff(policy.retry, job.attempts, job.waitedMs, random) : undefined
    const durationMs = this.#lasted(job)
    const retry = delayMs !== undefined && { retryInMs: delayMs }
    observer.failed({
      delivery,
      ...circumstancesOf(job.holding, job.inlet.transport, recipient),
      error,
      durationMs,
      ...retry,
    })
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

const callHandler = (delivery: AttemptDelivery): unknown => delivery.handle()
