import { setMaxListeners } from 'node:events'
import { BusClosing } from '../error/bus-closing.js'
import type { Clock } from '../transport/clock.js'
import type { Holding } from '../transport/holding.js'
import { circumstancesOf } from './circumstances-of.js'
import { Deadline } from './deadline.js'
import { laneOf } from './decode-job.js'
import { defectOf } from './defect-of.js'
import { Handling } from './handling.js'
import type { Inlet, OpenedIntake } from './inlet.js'
import { Job } from './job.js'
import type { Observer } from './observer.js'
import type { DeliveryPolicy } from './policy.js'
import { Pump } from './pump.js'
import type { Recipient } from './recipient.js'
import { Settling } from './settling.js'
import type { SubscriptionHealth } from './subscription-health.js'
import type { TimeLimits } from './time-limits.js'
import { Troubles } from './troubles.js'
import { Turns } from './turns.js'

export interface WorkerOptions {
  readonly subscription: string
  readonly policy: DeliveryPolicy
  readonly recipient: Recipient
  readonly observer: Observer
  readonly clock: Clock
  /** Of the whole bus. */
  readonly limits: TimeLimits
  /** From 0 to 1, below 1. */
  readonly random: () => number
}

/** The delivery policy, for one subscription on one instance. */
export class SubscriptionWorker {
  readonly #options: WorkerOptions
  readonly #turns: Turns
  readonly #troubles: Troubles
  readonly #settling: Settling
  readonly #stop = new AbortController()
  #inlets: readonly Inlet[] = []
  #pumps: readonly Pump[] = []
  #skipped = 0
  #unneeded: (() => void) | undefined
  #closed: Promise<void> | undefined

  constructor(options: WorkerOptions) {
    const { policy, clock, subscription, observer } = options
    const { signal } = this.#stop
    const advance = () => this.#advance()
    this.#options = options
    this.#troubles = new Troubles(subscription, observer)
    this.#turns = new Turns(policy.concurrency, clock, (job) => handling.take(job))
    const own = { turns: this.#turns, troubles: this.#troubles, signal, advance }
    this.#settling = new Settling({ ...options, ...own })
    const handling = new Handling({ ...options, ...own, settling: this.#settling })
    // As many may wait for it as messages are held.
    setMaxListeners(0, signal)
  }

  start(opened: readonly OpenedIntake[]): void {
    const { signal } = this.#stop
    const { clock, observer } = this.#options
    const accept = (holdings: readonly Holding[], inlet: Inlet, waitedMs?: number) =>
      this.#accept(holdings, inlet, waitedMs)
    this.#inlets = opened.map((each) => this.#settling.inletOf(each))
    this.#pumps = this.#inlets.map(
      (inlet) =>
        new Pump({
          inlet,
          room: () => this.#room,
          accept,
          troubles: this.#troubles,
          observer,
          clock,
          signal,
        }),
    )
  }

  health(): SubscriptionHealth {
    const { subscription, policy } = this.#options
    const { running, backingOff, active } = this.#turns
    const { held, deadLettered } = this.#settling
    const isPaused = backingOff.size > 0 && held >= policy.prefetch && active === 0
    const paused = `paused: all ${policy.prefetch} messages that it may hold failed, or wait behind one that did`
    return {
      subscription,
      held,
      handling: running,
      backingOff: backingOff.size,
      skipped: this.#skipped,
      deadLettered,
      problems: [...(isPaused ? [paused] : []), ...this.#troubles.sentences],
    }
  }

  /** While on, nothing waits to be tried again: for tests. */
  hurry(on: boolean): void {
    this.#turns.hurry(on)
  }

  /** Whether messages may be lost when it closes, so that it had better wait until it is not needed. */
  get mayStrand(): boolean {
    return this.#inlets.some(({ intake }) => intake.stranded !== undefined)
  }

  /** Whether there is something to do at once that nobody else could do. */
  get isNeeded(): boolean {
    let stranded = 0
    for (const inlet of this.#inlets) stranded += inlet.stranded
    if (stranded === 0) return false
    if (this.#turns.active > 0 || (stranded > this.#settling.held && this.#room > 0)) return true
    return this.#inlets.some(({ jobs }) => jobs.find((job) => job.isSettling && !this.#troubles.has(job)) !== undefined)
  }

  /** Resolves when it is not needed, for the first time from now. */
  untilUnneeded(): Promise<void> {
    if (!this.isNeeded) return Promise.resolve()
    return new Promise((resolve) => {
      this.#unneeded = resolve
    })
  }

  /** Takes nothing new, gives back what has not begun, waits for what has. Again: the same promise. */
  close(deadlineMs: number, deadline: Deadline): Promise<void> {
    this.#closed ??= this.#close(deadlineMs, deadline)
    return this.#closed
  }

  async #close(deadlineMs: number, deadline: Deadline): Promise<void> {
    const { policy, clock } = this.#options
    this.#stop.abort()
    this.#turns.stop()
    for (const pump of this.#pumps) pump.wake()
    const jobs = this.#inlets.flatMap((inlet) => inlet.jobs.all())
    this.#settling.giveBack(jobs.filter((job) => !job.isSettling && !job.isRunning))
    await Promise.race([this.#settling.untilQuiet(), deadline.over])
    if (this.#settling.held > 0) {
      const running = jobs.filter((job) => job.isRunning)
      for (const job of running) job.attempt?.delivery.abort(new BusClosing())
      const grace = new Deadline(Math.min(policy.graceMs, deadlineMs), clock)
      await Promise.race([this.#settling.untilQuiet(), grace.over])
      grace.callOff()
      for (const job of running.filter((each) => each.isRunning)) {
        job.attempt?.abandon()
        this.#turns.end(job)
      }
    }
    await Promise.all(this.#inlets.map((inlet) => this.#closeInlet(inlet)))
    await Promise.all(this.#pumps.map(({ done }) => done))
  }

  async #closeInlet(inlet: Inlet): Promise<void> {
    try {
      await inlet.close()
    } catch (error) {
      this.#troubles.warn('could not be closed; what it held comes again when its lease ends', error)
    }
  }

  /** Enough to keep every place busy while the next batch comes, and never more than may be held. */
  get #room(): number {
    const { prefetch, concurrency } = this.#options.policy
    return Math.min(prefetch - this.#settling.held, 2 * concurrency - this.#turns.active)
  }

  #accept(holdings: readonly Holding[], inlet: Inlet, waitedMs: number | undefined): void {
    const unwanted: Job[] = []
    if (waitedMs !== undefined) this.#tellReceived(holdings, inlet, waitedMs)
    for (const holding of holdings) {
      const job = new Job(holding, inlet)
      this.#settling.admit(job)
      if (this.#stop.signal.aborted || inlet.isShut(holding)) unwanted.push(job)
      else this.#sort(job)
    }
    this.#settling.giveBack(unwanted)
    this.#advance()
  }

  #tellReceived(holdings: readonly Holding[], { transport }: Inlet, durationMs: number): void {
    const { subscription, recipient, observer } = this.#options
    if (holdings.length === 0) return
    const deliveries = holdings.map((holding) => circumstancesOf(holding, transport, recipient))
    observer.received({ subscription, transport, deliveries, durationMs })
  }

  /** Skips it, buries it, or lets it wait for its turn. */
  #sort(job: Job): void {
    const { recipient, policy, observer, subscription } = this.#options
    const { holding } = job
    if (holding.message !== undefined) {
      job.route = recipient.routeOf(holding.message, holding)
      if (job.route === undefined) {
        this.#skipped++
        if (observer.hears('skipped'))
          observer.skipped({ subscription, ...circumstancesOf(job.holding, job.inlet.transport, recipient) })
        job.inlet.acknowledge(job)
        return
      }
    }
    job.defect = defectOf(holding, policy.maxDeliveries)
    if (policy.order === 'per-key') job.key = laneOf(job)
    // What can never be handled stands in nobody's way, but in a lane it waits its turn.
    if (job.defect !== undefined && job.key === undefined) void this.#settling.bury(job, job.defect)
    else this.#turns.admit(job)
  }

  #advance(): void {
    this.#turns.advance()
    if (this.#unneeded !== undefined && !this.isNeeded) this.#unneeded()
    if (this.#room < 1 || this.#turns.active > this.#options.policy.concurrency) return
    for (const pump of this.#pumps) pump.wake()
  }
}
