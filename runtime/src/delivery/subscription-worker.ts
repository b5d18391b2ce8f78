import { setMaxListeners } from 'node:events'
import { BusClosing, isBusClosing } from '../error/bus-closing.js'
import { HoldingLost } from '../error/holding-lost.js'
import type { AnyEvent } from '../event/event.js'
import { runInDelivery } from '../event/scope.js'
import type { Clock } from '../transport/clock.js'
import type { Holding } from '../transport/holding.js'
import type { Intake } from '../transport/intake.js'
import { Attempt, type AttemptFailure } from './attempt.js'
import { AttemptDelivery } from './attempt-delivery.js'
import { backoff } from './backoff.js'
import { deadLetterDetails } from './dead-letter-details.js'
import { decodingDefect, defectOf } from './defect-of.js'
import { Inlet } from './inlet.js'
import { isWorthRetrying } from './is-worth-retrying.js'
import { type Defect, Job } from './job.js'
import type { Observer } from './observer.js'
import { pause } from './pause.js'
import type { DeliveryPolicy } from './policy.js'
import { Pump } from './pump.js'
import type { Recipient, Route } from './recipient.js'
import { Troubles } from './troubles.js'
import { Turns } from './turns.js'

export interface WorkerOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly recipient: Recipient
  readonly observer: Observer
  readonly clock: Clock
  /** From 0 to 1, below 1. */
  readonly random: () => number
}

/** How a subscription is doing on this instance. */
export interface SubscriptionHealth {
  readonly subscription: string
  /** Messages held here, those in the two lines below among them. */
  readonly held: number
  readonly handling: number
  /** Failed, and waiting to be tried again. */
  readonly backingOff: number
  /** Messages of types not asked for that went by since the start. */
  readonly skipped: number
  /** Dead letters since the start. */
  readonly deadLettered: number
  /** What is wrong, in sentences; empty when nothing is. */
  readonly problems: readonly string[]
}

/** Delivery policy, for one subscription on one instance. */
export class SubscriptionWorker {
  readonly #options: WorkerOptions
  readonly #turns: Turns
  readonly #troubles: Troubles
  readonly #stop = new AbortController()
  #inlets: readonly Inlet[] = []
  #pumps: readonly Pump[] = []
  #held = 0
  #skipped = 0
  #deadLettered = 0
  #quiet: (() => void) | undefined
  #closed: Promise<void> | undefined

  constructor(options: WorkerOptions) {
    const { policy, clock, subscription, observer } = options
    this.#options = options
    this.#turns = new Turns(policy.concurrency, clock, (job) => this.#take(job))
    this.#troubles = new Troubles(subscription, observer)
    // As many may wait for it as messages are held.
    setMaxListeners(0, this.#stop.signal)
  }

  start(intakes: readonly Intake[]): void {
    const { signal } = this.#stop
    const { clock } = this.#options
    const accept = (holdings: readonly Holding[], inlet: Inlet) => this.#accept(holdings, inlet)
    this.#inlets = intakes.map((intake) => this.#inletOf(intake))
    this.#pumps = this.#inlets.map(
      (inlet) => new Pump({ inlet, room: () => this.#room, accept, troubles: this.#troubles, clock, signal }),
    )
  }

  health(): SubscriptionHealth {
    const { subscription, policy } = this.#options
    const { running, backingOff, active } = this.#turns
    const isPaused = backingOff.size > 0 && this.#held >= policy.prefetch && active === 0
    const paused = `paused: all ${policy.prefetch} messages that it may hold failed, or wait behind one that did`
    return {
      subscription,
      held: this.#held,
      handling: running.size,
      backingOff: backingOff.size,
      skipped: this.#skipped,
      deadLettered: this.#deadLettered,
      problems: [...(isPaused ? [paused] : []), ...this.#troubles.sentences],
    }
  }

  /** While on, nothing waits to be tried again: for tests. */
  hurry(on: boolean): void {
    this.#turns.hurry(on)
  }

  /** Takes nothing new, gives back what has not begun, waits for what has. Again: the same promise. */
  close(timeoutMs: number): Promise<void> {
    this.#closed ??= this.#close(timeoutMs)
    return this.#closed
  }

  async #close(timeoutMs: number): Promise<void> {
    const { running } = this.#turns
    this.#stop.abort()
    this.#turns.stop()
    for (const pump of this.#pumps) pump.wake()
    const jobs = this.#inlets.flatMap((inlet) => [...inlet.jobs])
    this.#giveBack(jobs.filter((job) => !job.isSettling && !running.has(job)))
    await this.#untilQuiet(timeoutMs)
    for (const job of running) job.attempt?.delivery.abort(new BusClosing())
    await this.#untilQuiet(Math.min(this.#options.policy.graceMs, timeoutMs))
    for (const job of running) job.attempt?.abandon()
    running.clear()
    await Promise.all(this.#inlets.map((inlet) => inlet.intake.close()))
    await Promise.all(this.#pumps.map(({ done }) => done))
  }

  /** Enough to keep every place busy while the next batch comes, and never more than may be held. */
  get #room(): number {
    const { prefetch, concurrency } = this.#options.policy
    return Math.min(prefetch - this.#held, 2 * concurrency - this.#turns.active)
  }

  #accept(holdings: readonly Holding[], inlet: Inlet): void {
    const unwanted: Job[] = []
    for (const holding of holdings) {
      const job = new Job(holding, inlet)
      this.#held++
      inlet.add(job)
      if (this.#stop.signal.aborted || inlet.isShut(holding)) unwanted.push(job)
      else this.#sort(job)
    }
    if (unwanted.length > 0) this.#giveBack(unwanted)
    this.#advance()
  }

  /** Skips it, buries it, or lets it wait for its turn. */
  #sort(job: Job): void {
    const { recipient, policy, observer, subscription } = this.#options
    const { holding } = job
    if (holding.message !== undefined) {
      job.route = recipient.routeOf(holding.message, holding)
      if (job.route === undefined) {
        this.#skipped++
        observer.skipped({ subscription, holding })
        job.inlet.acknowledge(job)
        return
      }
    }
    job.defect = defectOf(holding, policy.maxDeliveries)
    if (policy.order === 'per-key') job.key = keyOf(job)
    // What can never be handled stands in nobody's way, but in a lane it waits its turn.
    if (job.defect !== undefined && job.key === undefined) void this.#bury(job, job.defect)
    else this.#turns.admit(job)
  }

  #advance(): void {
    this.#turns.advance()
    if (this.#room < 1 || this.#turns.active > this.#options.policy.concurrency) return
    for (const pump of this.#pumps) pump.wake()
  }

  #take(job: Job): void {
    decode(job)
    const { route, event, defect } = job
    if (job.isLost) this.#finish(job)
    else if (defect !== undefined) void this.#bury(job, defect)
    else if (route !== undefined && event !== undefined) this.#attempt(job, route, event)
  }

  #attempt(job: Job, route: Route, event: AnyEvent): void {
    const { subscription, policy, clock } = this.#options
    job.lastAttemptAt = clock.now()
    if (++job.attempts === 1) job.firstAttemptAt = job.lastAttemptAt
    const delivery = new AttemptDelivery(subscription, event, job.attempts, job.holding, route.parametersOf)
    job.attempt = new Attempt(delivery, (failure) => this.#ended(job, delivery, failure))
    this.#turns.running.add(job)
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
    const { observer, clock } = this.#options
    this.#turns.running.delete(job)
    job.attempt = undefined
    if (job.isLost) this.#finish(job)
    else if (failure !== undefined) this.#failed(job, delivery, failure.error)
    else {
      if (observer.hooks.handled !== undefined) {
        observer.handled({ delivery, durationMs: clock.now() - job.lastAttemptAt })
      }
      job.inlet.acknowledge(job)
    }
    this.#advance()
  }

  #failed(job: Job, delivery: AttemptDelivery, error: unknown): void {
    // Its time was cut short by us: that is no failure of its own.
    if (isBusClosing(delivery.abortedWith)) {
      this.#giveBack([job])
      return
    }
    const { policy, random, observer, clock } = this.#options
    const isRetryable = isWorthRetrying(error)
    const delayMs = isRetryable ? backoff(policy.retry, job.attempts, job.waitedMs, random) : undefined
    const durationMs = clock.now() - job.lastAttemptAt
    observer.failed({ delivery, error, durationMs, ...(delayMs !== undefined && { retryInMs: delayMs }) })
    if (delayMs === undefined) {
      void this.#bury(job, { reason: isRetryable ? 'attempts-exhausted' : 'not-retryable', error })
    } else if (this.#stop.signal.aborted) {
      this.#giveBack([job])
    } else {
      job.waitedMs += delayMs
      this.#turns.backOff(job, delayMs)
    }
  }

  /** Parks it, for as long as that takes: what cannot be parked stays held, and is never acknowledged. */
  async #bury(job: Job, { reason, error }: Defect): Promise<void> {
    const { subscription, observer, policy, clock } = this.#options
    const { signal } = this.#stop
    const details = deadLetterDetails(job, { reason, error }, policy, clock.now())
    job.isSettling = true
    for (let failures = 0; ; failures++) {
      try {
        if (!(await job.inlet.park(job, details))) {
          observer.warned(new HoldingLost(subscription, job.what))
          break
        }
        this.#deadLettered++
        observer.deadLettered({ subscription, holding: job.holding, details, error })
        break
      } catch (cause) {
        this.#troubles.begin(job, `cannot park ${job.what} as a dead letter`, cause)
        await pause(clock, failures, signal)
        if (signal.aborted) {
          this.#giveBack([job])
          return
        }
      }
    }
    if (details.parkKey) this.#giveBack(this.#turns.takeBehind(job))
    this.#finish(job)
  }

  /** To whoever is free, here or elsewhere. Their lanes are not gone on with. */
  #giveBack(jobs: readonly Job[]): void {
    for (const inlet of this.#inlets) {
      const own = jobs.filter((job) => job.inlet === inlet)
      if (own.length === 0) continue
      const forget = () => {
        for (const job of own) this.#forget(job)
        this.#advance()
      }
      inlet.return(own).then(forget, (error) => {
        this.#troubles.warn(`could not give ${own.length} messages back; they come again when their lease ends`, error)
        forget()
      })
    }
  }

  #finish(job: Job): void {
    this.#turns.release(job)
    this.#forget(job)
    this.#advance()
  }

  #forget(job: Job): void {
    job.inlet.remove(job)
    this.#troubles.end(job)
    this.#held--
    if (this.#held === 0) this.#quiet?.()
  }

  #inletOf(intake: Intake): Inlet {
    return new Inlet(intake, this.#options.clock, {
      acknowledged: (job) => this.#finish(job),
      lost: (job) => this.#lost(job),
      notAcknowledged: (job, error) => {
        this.#troubles.warn(`could not acknowledge ${job.what}; it will be handled again`, error)
        // It comes again, and must not come after what follows it.
        this.#giveBack(this.#turns.takeBehind(job))
        this.#finish(job)
      },
      notExtended: (error) => this.#troubles.warn('could not extend leases; messages may be handled twice', error),
    })
  }

  #lost(job: Job): void {
    const { observer, subscription } = this.#options
    const warning = new HoldingLost(subscription, job.what)
    observer.warned(warning)
    job.isLost = true
    if (this.#turns.callOff(job) || job.isSettling) this.#finish(job)
    else job.attempt?.delivery.abort(warning)
  }

  /** Until nothing is held, or for so long. */
  #untilQuiet(timeoutMs: number): Promise<void> {
    if (this.#held === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(timeoutMs, resolve)
      this.#quiet = () => {
        cancel()
        resolve()
      }
    })
  }
}

/** Once, and before its key is asked for where the message does not tell it. */
function decode(job: Job): void {
  const { route, holding } = job
  if (job.defect !== undefined || job.event !== undefined) return
  if (route === undefined || holding.message === undefined) return
  try {
    job.event = route.decode(holding.message)
  } catch (error) {
    job.defect = decodingDefect(error)
  }
}

function keyOf(job: Job): string | undefined {
  const { key, message } = job.holding
  const given = key ?? message?.attributes['partitionkey']
  if (given !== undefined) return String(given)
  decode(job)
  return job.event === undefined ? undefined : job.route?.keyOf(job.event)
}
