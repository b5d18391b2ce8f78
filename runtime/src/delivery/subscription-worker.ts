import { BusClosing, isBusClosing } from '../error/bus-closing.js'
import { HoldingLost } from '../error/holding-lost.js'
import { isInvalidEvent } from '../error/invalid-event.js'
import { RedeliveredTooOften } from '../error/redelivered-too-often.js'
import type { AnyEvent } from '../event/event.js'
import { runInDelivery } from '../event/scope.js'
import type { Clock } from '../transport/clock.js'
import type { DeadLetterDetails } from '../transport/dead-letter.js'
import type { Holding } from '../transport/holding.js'
import type { Intake } from '../transport/intake.js'
import { Attempt, type AttemptFailure } from './attempt.js'
import { AttemptDelivery } from './attempt-delivery.js'
import { backoff } from './backoff.js'
import { describeError } from './describe-error.js'
import { Inlet } from './inlet.js'
import { isWorthRetrying } from './is-worth-retrying.js'
import { type Defect, Job } from './job.js'
import { Lanes } from './lanes.js'
import type { Observer } from './observer.js'
import type { DeliveryPolicy } from './policy.js'
import type { Recipient, Route } from './recipient.js'

export interface WorkerOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly recipient: Recipient
  readonly observer: Observer
  readonly clock: Clock
  /** From 0 to 1, below 1. */
  readonly random: () => number
}

/** How a subscription is doing. */
export interface SubscriptionHealth {
  readonly subscription: string
  /** Messages held here, those in the two lines below among them. */
  readonly held: number
  readonly handling: number
  /** Failed, and waiting to be tried again. */
  readonly backingOff: number
  /** Messages of types not asked for that went by since the start. */
  readonly skipped: number
  /** What is wrong, in sentences; empty when nothing is. */
  readonly problems: readonly string[]
}

/** Delivery policy, for one subscription on one instance. */
export class SubscriptionWorker {
  readonly #options: WorkerOptions
  readonly #lanes = new Lanes()
  /** At their turn, in want of a free place. */
  readonly #ready: Job[] = []
  readonly #running = new Set<Job>()
  /** Failed, with what calls their waiting off. */
  readonly #backingOff = new Map<Job, () => void>()
  readonly #problems = new Map<object, string>()
  readonly #stop = new AbortController()
  #inlets: readonly Inlet[] = []
  #pumps: readonly Promise<void>[] = []
  #held = 0
  #skipped = 0
  #isAdvancing = false
  #isHurried = false
  #waitingForRoom: (() => void)[] = []
  #waitingForQuiet: (() => void)[] = []
  #closed: Promise<void> | undefined

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  start(intakes: readonly Intake[]): void {
    this.#inlets = intakes.map((intake) => this.#inletOf(intake))
    this.#pumps = this.#inlets.map((inlet) => this.#pump(inlet))
  }

  health(): SubscriptionHealth {
    const { subscription, policy } = this.#options
    const isPaused = this.#backingOff.size > 0 && this.#held >= policy.prefetch && this.#active === 0
    const paused = `paused: all ${policy.prefetch} messages that it may hold failed, or wait behind one that did`
    return {
      subscription,
      held: this.#held,
      handling: this.#running.size,
      backingOff: this.#backingOff.size,
      skipped: this.#skipped,
      problems: [...(isPaused ? [paused] : []), ...this.#problems.values()],
    }
  }

  /** While on, nothing waits to be tried again: for tests. */
  hurry(on: boolean): void {
    this.#isHurried = on
    if (!on) return
    for (const [job, cancel] of this.#backingOff) {
      cancel()
      this.#ready.push(job)
    }
    this.#backingOff.clear()
    this.#advance()
  }

  /** Takes nothing new, gives back what has not begun, waits for what has. Again: the same promise. */
  close(timeoutMs: number): Promise<void> {
    this.#closed ??= this.#close(timeoutMs)
    return this.#closed
  }

  async #close(timeoutMs: number): Promise<void> {
    this.#stop.abort()
    this.#wakePumps()
    for (const cancel of this.#backingOff.values()) cancel()
    this.#backingOff.clear()
    this.#ready.length = 0
    this.#lanes.clearAll()
    this.#giveBack(this.#jobs.filter((job) => !job.isSettling && !this.#running.has(job)))
    await this.#quiet(timeoutMs)
    for (const job of this.#running) job.attempt?.delivery.abort(new BusClosing())
    await this.#quiet(Math.min(this.#options.policy.graceMs, timeoutMs))
    for (const job of this.#running) job.attempt?.abandon()
    this.#running.clear()
    await Promise.all(this.#inlets.map((inlet) => inlet.intake.close()))
    await Promise.all(this.#pumps)
  }

  async #pump(inlet: Inlet): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      if (this.#room < 1) {
        await new Promise<void>((resolve) => this.#waitingForRoom.push(resolve))
        continue
      }
      try {
        const holdings = await inlet.receive(this.#room, signal)
        failures = 0
        this.#problems.delete(inlet)
        this.#accept(holdings, inlet)
      } catch (error) {
        if (signal.aborted) return
        this.#report(inlet, 'cannot receive', error, failures === 0)
        await this.#pause(failures++)
      }
    }
  }

  /** Enough to keep every place busy while the next batch comes, and never more than may be held. */
  get #room(): number {
    const { prefetch, concurrency } = this.#options.policy
    return Math.min(prefetch - this.#held, 2 * concurrency - this.#active)
  }

  get #active(): number {
    return this.#running.size + this.#ready.length
  }

  get #jobs(): readonly Job[] {
    return this.#inlets.flatMap((inlet) => [...inlet.jobs])
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
    const { message } = holding
    if (message !== undefined) {
      job.route = recipient.routeOf(message, holding)
      if (job.route === undefined) {
        this.#skipped++
        observer.skipped({ subscription, holding })
        job.inlet.acknowledge(job)
        return
      }
    }
    job.defect = defectOf(holding, policy)
    if (policy.order === 'per-key') job.key = this.#keyOf(job)
    // What can never be handled stands in nobody's way, but in a lane it waits its turn.
    if (job.defect !== undefined && job.key === undefined) void this.#bury(job, job.defect)
    else if (this.#lanes.admit(job)) this.#ready.push(job)
  }

  #keyOf(job: Job): string | undefined {
    const { key, message } = job.holding
    const given = key ?? message?.attributes['partitionkey']
    if (given !== undefined) return String(given)
    if (job.defect === undefined) this.#decode(job)
    return job.event === undefined ? undefined : job.route?.keyOf(job.event)
  }

  #decode(job: Job): void {
    const { route, holding } = job
    if (route === undefined || holding.message === undefined || job.event !== undefined) return
    try {
      job.event = route.decode(holding.message)
    } catch (error) {
      job.defect = { reason: isInvalidEvent(error) ? 'invalid' : 'undecodable', error }
    }
  }

  #advance(): void {
    if (this.#isAdvancing) return
    this.#isAdvancing = true
    while (this.#running.size < this.#options.policy.concurrency) {
      const job = this.#ready.shift()
      if (job === undefined) break
      this.#take(job)
    }
    this.#isAdvancing = false
    if (this.#waitingForRoom.length > 0 && this.#room > 0 && this.#active <= this.#options.policy.concurrency) {
      this.#wakePumps()
    }
  }

  #wakePumps(): void {
    const waiting = this.#waitingForRoom
    this.#waitingForRoom = []
    for (const wake of waiting) wake()
  }

  #take(job: Job): void {
    if (job.defect === undefined) this.#decode(job)
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
    this.#running.add(job)
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
    if (observer.hooks.handle === undefined) return work()
    return observer.around('handle', (next) => observer.hooks.handle?.(delivery, next), work)
  }

  #ended(job: Job, delivery: AttemptDelivery, failure: AttemptFailure | undefined): void {
    const { observer, clock } = this.#options
    this.#running.delete(job)
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
      this.#backOff(job, delayMs)
    }
  }

  #backOff(job: Job, delayMs: number): void {
    job.waitedMs += delayMs
    if (this.#isHurried) {
      this.#ready.push(job)
      return
    }
    const again = () => {
      this.#backingOff.delete(job)
      this.#ready.push(job)
      this.#advance()
    }
    this.#backingOff.set(job, this.#options.clock.after(delayMs, again))
  }

  /** Parks it, for as long as that takes: what cannot be parked stays held, and is never acknowledged. */
  async #bury(job: Job, { reason, error }: Defect): Promise<void> {
    const { subscription, observer } = this.#options
    const details = this.#detailsOf(job, { reason, error })
    job.isSettling = true
    for (let failures = 0; ; failures++) {
      try {
        const isParked = await job.inlet.park(job, details)
        if (isParked) observer.deadLettered({ subscription, holding: job.holding, details, error })
        else observer.warned(new HoldingLost(subscription, job.what))
        break
      } catch (cause) {
        this.#report(job, `cannot park ${job.what} as a dead letter`, cause, failures === 0)
        if (!this.#stop.signal.aborted) await this.#pause(failures)
        if (this.#stop.signal.aborted) return this.#giveBack([job])
      }
    }
    this.#problems.delete(job)
    if (details.parkKey) this.#giveBack(this.#lanes.clear(job))
    this.#finish(job)
  }

  #detailsOf(job: Job, { reason, error }: Defect): DeadLetterDetails {
    const { policy, clock } = this.#options
    const { redeliveries, key } = job.holding
    const parkKey = policy.afterDeadLetter === 'park-key' && key !== undefined
    return {
      reason,
      error: describeError(error),
      attempts: job.attempts,
      ...(redeliveries !== undefined && { redeliveries }),
      ...(job.attempts > 0 && {
        firstAttemptAt: instant(job.firstAttemptAt),
        lastAttemptAt: instant(job.lastAttemptAt),
      }),
      parkedAt: instant(clock.now()),
      ...(parkKey && { parkKey }),
    }
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
        this.#warn(`could not give ${own.length} messages back; they come again when their lease ends`, error)
        forget()
      })
    }
  }

  #finish(job: Job): void {
    const next = this.#lanes.release(job)
    if (next !== undefined) this.#ready.push(next)
    this.#forget(job)
    this.#advance()
  }

  #forget(job: Job): void {
    job.inlet.remove(job)
    this.#problems.delete(job)
    this.#held--
    if (this.#held > 0) return
    const waiting = this.#waitingForQuiet
    this.#waitingForQuiet = []
    for (const resolve of waiting) resolve()
  }

  #inletOf(intake: Intake): Inlet {
    return new Inlet(intake, this.#options.clock, {
      acknowledged: (job) => this.#finish(job),
      lost: (job) => this.#lost(job),
      notAcknowledged: (job, error) => {
        this.#warn(`could not acknowledge ${job.what}; it will be handled again`, error)
        // It comes again, and must not come after what follows it.
        this.#giveBack(this.#lanes.clear(job))
        this.#finish(job)
      },
      notExtended: (error) => this.#warn('could not extend leases; messages may be handled twice', error),
    })
  }

  #lost(job: Job): void {
    const { observer, subscription } = this.#options
    const warning = new HoldingLost(subscription, job.what)
    observer.warned(warning)
    job.isLost = true
    const cancel = this.#backingOff.get(job)
    cancel?.()
    if (this.#backingOff.delete(job) || job.isSettling) this.#finish(job)
    else job.attempt?.delivery.abort(warning)
  }

  /** Until nothing is held, or for so long. */
  #quiet(timeoutMs: number): Promise<void> {
    if (this.#held === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(timeoutMs, resolve)
      this.#waitingForQuiet.push(() => {
        cancel()
        resolve()
      })
    })
  }

  /** Longer after each failure in a row; not at all once the bus closes. */
  #pause(failures: number): Promise<void> {
    const { signal } = this.#stop
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = this.#options.clock.after(Math.min(30_000, 1_000 * 2 ** failures), end)
      signal.addEventListener('abort', end, { once: true })
    })
  }

  #report(about: object, what: string, cause: unknown, isNew: boolean): void {
    this.#problems.set(about, `${what}: ${describeError(cause).message}`)
    if (isNew) this.#warn(what, cause)
  }

  #warn(what: string, cause: unknown): void {
    const { observer, subscription } = this.#options
    observer.warned(new Error(`${subscription} ${what}: ${describeError(cause).message}`, { cause }))
  }
}

function defectOf(holding: Holding, policy: DeliveryPolicy): Defect | undefined {
  const { redeliveries = 0, message, unreadable } = holding
  if (redeliveries >= policy.maxDeliveries) {
    return { reason: 'redelivered-too-often', error: new RedeliveredTooOften(redeliveries) }
  }
  return message === undefined ? { reason: 'undecodable', error: unreadable ?? new Error('no CloudEvent') } : undefined
}

const instant = (ms: number) => new Date(ms).toISOString()
