import { HandlerTimedOut, isHandlerTimedOut } from '../error/handler-timed-out.js'
import type { Clock } from '../transport/clock.js'
import type { AttemptDelivery } from './attempt-delivery.js'
import { isThenable } from './is-thenable.js'

export interface TimeLimits {
  readonly timeoutMs: number
  readonly graceMs: number
}

/** Why an attempt failed. */
export interface AttemptFailure {
  readonly error: unknown
}

/** One call of a handler, under its time limit. It ends once; what comes later is of no account. */
export class Attempt {
  readonly delivery: AttemptDelivery
  readonly #done: (failure: AttemptFailure | undefined) => void
  #ended = false
  #cancel: (() => void) | undefined

  constructor(delivery: AttemptDelivery, done: (failure: AttemptFailure | undefined) => void) {
    this.delivery = delivery
    this.#done = done
  }

  run(handle: () => unknown, limits: TimeLimits, clock: Clock): void {
    try {
      const result = handle()
      // A handler that is done when it returns needs no timer and no turn of the event loop.
      if (isThenable(result)) this.#await(result, limits, clock)
      else this.#end(undefined)
    } catch (error) {
      this.#end({ error })
    }
  }

  /** Whatever comes of it, nobody waits for it any more. */
  abandon(): void {
    this.#ended = true
    this.#cancel?.()
  }

  #await(result: PromiseLike<unknown>, limits: TimeLimits, clock: Clock): void {
    this.#cancel = clock.after(limits.timeoutMs, () => this.#timeIsUp(limits, clock))
    result.then(
      () => this.#end(undefined),
      (error) => this.#end({ error: this.#explain(error) }),
    )
  }

  #timeIsUp({ timeoutMs, graceMs }: TimeLimits, clock: Clock): void {
    const timedOut = new HandlerTimedOut(this.delivery.subscription, timeoutMs)
    this.#cancel = clock.after(graceMs, () => this.#end({ error: timedOut }))
    this.delivery.abort(timedOut)
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
    this.#cancel?.()
    this.#done(failure)
  }
}
