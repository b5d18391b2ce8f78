import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import type { Msg } from './client.js'
import { belongsTo, type ConsumerPlace } from './consumers.js'
import { Custody } from './custody.js'
import type { DeadLetterStream } from './dead-letters.js'
import { holdingOf, type NatsHolding } from './holding.js'
import { Inflow } from './inflow.js'
import type { Session } from './session.js'
import { settle, verdicts } from './settle.js'
import type { Tap } from './tap.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly consumers: readonly ConsumerPlace[]
  readonly deadLetters: DeadLetterStream
  /** Makes again what was deleted. */
  readonly restore: (consumer: ConsumerPlace) => Promise<void>
}

interface Waiting {
  readonly max: number
  resolve(holdings: readonly Holding[]): void
  reject(error: Error): void
}

/** One instance's end of a subscription. */
export class NatsIntake implements Intake {
  readonly leaseMs: number
  readonly #options: IntakeOptions
  readonly #inflow: Inflow
  readonly #custody: Custody
  #waiting: Waiting | undefined
  #signal: AbortSignal | undefined
  #paused: Promise<void> | undefined
  #isDelivering = false
  #keepAlive: (() => void) | undefined
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    this.#options = options
    this.leaseMs = options.session.settings.leaseMs
    this.#custody = new Custody(options.session.options.clock, options.place.prefetch)
    this.#inflow = new Inflow({
      ...options,
      custody: this.#custody,
      arrived: (message, tap) => this.#arrived(message, tap),
      failed: (error) => this.#failed(error),
    })
    this.#inflow.open()
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const ready = this.#custody.hand(max)
    if (ready.length > 0 || this.#closed !== undefined || signal.aborted) return ready
    this.#listen(signal)
    await this.#resume()
    await this.#inflow.mend()
    return new Promise((resolve, reject) => {
      this.#waiting = { max, resolve, reject }
      this.#deliver(signal.aborted || this.#closed !== undefined)
      if (this.#waiting !== undefined) this.#inflow.want(max)
    })
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#settle(holdings, verdicts.done, (holding) => this.#forgetRedriven(holding))
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { held, lost } = this.#sort(holdings)
    await this.#extend(held)
    return lost
  }

  /** It stays pending with the server, which hands out nothing else of its partition before it. */
  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    return this.#settle(holdings, verdicts.again(delayMs)).finally(() => this.#inflow.look())
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const [mine] = this.#sort([holding]).held
    if (mine === undefined) return false
    const { session, deadLetters, place } = this.#options
    await this.#custody
      .settling([mine], async () => {
        const { isWhole } = await deadLetters.store(mine, details, place.name)
        await settle(session, [mine], verdicts.givenUp(details.reason))
        if (isWhole) this.#forgetRedriven(mine)
        this.#forget([mine])
      })
      .finally(() => this.#inflow.refill())
    return true
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  #listen(signal: AbortSignal): void {
    if (this.#signal === signal) return
    this.#signal = signal
    // One that nobody waits with any more stops nobody.
    signal.addEventListener('abort', () => this.#signal === signal && this.#pause(), { once: true })
  }

  /** Nobody receives any more, though what is held is still being worked at: the rest is for others. */
  #pause(): void {
    this.#deliver(true)
    this.#paused ??= this.#inflow.pause().then(() => this.#giveBack(this.#custody.takeArrivals()))
  }

  async #resume(): Promise<void> {
    if (this.#paused === undefined) return
    await this.#paused
    this.#paused = undefined
    this.#inflow.open()
  }

  async #close(): Promise<void> {
    this.#deliver(true)
    this.#keepAlive?.()
    await this.#paused
    await this.#inflow.close()
    await this.#giveBack(this.#custody.takeAll())
  }

  /** In the order of the stream, so that they come again in it. */
  async #giveBack(holdings: readonly NatsHolding[]): Promise<void> {
    const { session } = this.#options
    if (!session.isConnected) return
    await each(byConsumer(holdings), (some) => settle(session, some, verdicts.again(0))).catch(() => {})
  }

  #arrived(message: Msg, tap: Tap): void {
    const { session, place } = this.#options
    const holding = belongsTo(tap.place, message)
      ? holdingOf(message, tap, session.options.clock.now() + this.leaseMs, session.subjects, place.sources)
      : undefined
    if (holding === undefined) {
      // Not for us, or of another partition. Should this be lost, it comes again, and is passed over again.
      session.nc.publish(message.reply ?? '', verdicts.done)
      return
    }
    this.#custody.add(holding)
    this.#keepAlive ??= this.#keepAliveLater()
    this.#deliverSoon()
  }

  /** All that comes in one turn is handed out together. */
  #deliverSoon(): void {
    if (this.#isDelivering) return
    this.#isDelivering = true
    queueMicrotask(() => {
      this.#isDelivering = false
      this.#deliver(false)
    })
  }

  #deliver(isEnd: boolean): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    const ready = this.#custody.hand(waiting.max)
    if (ready.length === 0 && !isEnd) return
    this.#endWaiting()
    waiting.resolve(ready)
  }

  #failed(error: Error): void {
    const waiting = this.#waiting
    this.#endWaiting()
    waiting?.reject(error)
  }

  #endWaiting(): void {
    this.#waiting = undefined
    this.#inflow.want(0)
  }

  async #settle(
    holdings: readonly Holding[],
    verdict: string,
    settled: (holding: NatsHolding) => void = () => {},
  ): Promise<readonly Holding[]> {
    const { session } = this.#options
    const { held, lost } = this.#sort(holdings)
    const act = async (some: readonly NatsHolding[]) => {
      await settle(session, some, verdict)
      for (const holding of some) settled(holding)
    }
    const settling = each(byConsumer(held), (some) =>
      // Where it fails, they come again when their lease ends.
      this.#custody.settling(some, () => act(some).finally(() => this.#forget(some))),
    )
    await settling.finally(() => this.#inflow.refill())
    return lost
  }

  #sort(holdings: readonly Holding[]) {
    const sorted = this.#custody.sort(holdings)
    if (sorted.lost.length > 0) this.#deliverSoon()
    return sorted
  }

  #forget(holdings: readonly NatsHolding[]): void {
    this.#custody.forget(holdings)
    this.#deliverSoon()
  }

  #extend(holdings: readonly NatsHolding[]): Promise<void> {
    const { session } = this.#options
    const begun = session.options.clock.now()
    return each(byConsumer(holdings), async (some) => {
      await settle(session, some, verdicts.working)
      for (const holding of some) if (holding.leaseEnds > 0) holding.leaseEnds = begun + this.leaseMs
    })
  }

  /** The bus keeps alive what it holds; what nobody has taken yet is ours to keep alive. */
  #keepAliveLater(): () => void {
    return this.#options.session.options.clock.after(this.leaseMs / 3, () => {
      this.#keepAlive = undefined
      if (this.#custody.arrivals.length === 0 || this.#closed !== undefined) return
      this.#keepAlive = this.#keepAliveLater()
      this.#extend(this.#custody.arrivals).catch(() => {})
    })
  }

  /** Nobody needs it any more: there is no other consumer of it than ours. */
  #forgetRedriven({ tap, sequence }: NatsHolding): void {
    if (!tap.place.isRedrive) return
    this.#options.session.jsm.streams.deleteMessage(tap.place.stream, sequence, false).catch(() => {})
  }
}

/** Most often all are of one. */
function byConsumer(holdings: readonly NatsHolding[]): Iterable<readonly NatsHolding[]> {
  const [first] = holdings
  if (holdings.every(({ tap }) => tap.place === first?.tap.place)) return holdings.length === 0 ? [] : [holdings]
  const found = new Map<ConsumerPlace, NatsHolding[]>()
  for (const holding of holdings) {
    const { place } = holding.tap
    const others = found.get(place)
    if (others === undefined) found.set(place, [holding])
    else others.push(holding)
  }
  return found.values()
}

/** All at once; rejects with the first failure when all have ended. */
async function each<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(Array.from(items, act))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason
}
