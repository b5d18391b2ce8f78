import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { Holding } from '../../transport/holding.js'
import type { Intake } from '../../transport/intake.js'
import type { SubscriptionPlace } from '../../transport/place.js'
import { type Arrivals, Queue } from './arrivals.js'
import type { Msg } from './client.js'
import { type ConsumerPlace, findConsumer, partOf, type SubscriptionParts } from './consumers.js'
import type { DeadLetterStream } from './dead-letters.js'
import { holdingOf, type NatsHolding, readReply } from './holding.js'
import { KeyLines } from './key-lines.js'
import { Part } from './part.js'
import type { Partitions } from './partitions.js'
import type { Session } from './session.js'
import { settle, verdicts } from './settle.js'
import { share } from './share.js'
import type { Tap, TapListener } from './tap.js'

export interface IntakeOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly parts: SubscriptionParts
  readonly deadLetters: DeadLetterStream
  /** Makes again what was deleted. */
  readonly restore: (consumer: ConsumerPlace) => Promise<void>
}

/** One instance's end of a subscription. */
export class NatsIntake implements Intake {
  readonly leaseMs: number
  readonly parts: readonly Part[]
  /** Which parts are ours, where order is kept. */
  partitions: Partitions | undefined
  readonly #options: IntakeOptions
  readonly #arrivals: Arrivals
  readonly #leaseMs: number
  readonly #openedAt: number
  readonly #held = new Set<NatsHolding>()
  readonly #delays = new Set<() => void>()
  readonly #settling = new Set<NatsHolding>()
  readonly #broken = new Map<Tap, Error>()
  readonly #stopListening: () => void
  #waiting:
    | { readonly max: number; resolve(holdings: readonly Holding[]): void; reject(error: Error): void }
    | undefined
  /** Those of redriven messages that are to be looked at; they are rare, and are not to keep room that others need. */
  readonly #due = new Set<Tap>()
  /** Tells at once when one is redriven. */
  readonly #redriven: { unsubscribe(): void }
  #stopLooking: (() => void) | undefined
  #signal: AbortSignal | undefined
  #paused: Promise<void> | undefined
  #isDelivering = false
  #keepAlive: (() => void) | undefined
  #closed: Promise<void> | undefined

  constructor(options: IntakeOptions) {
    const { session, place, parts } = options
    this.#options = options
    this.#leaseMs = session.settings.leaseMs
    // Of a part that is lost the bus hears when it extends; in order that had better be soon.
    this.leaseMs = place.order === 'per-key' ? this.#leaseMs / 2 : this.#leaseMs
    this.#openedAt = session.options.clock.now()
    this.#arrivals = place.order === 'per-key' ? new KeyLines() : new Queue()
    const listener: TapListener = {
      message: (message, tap) => this.#arrived(message, tap),
      ended: (tap, isEmpty) => {
        if (isEmpty) this.#due.delete(tap)
        this.#refill()
      },
      interrupted: (tap) => {
        const part = this.parts.find((each) => each.has({ tap }))
        if (part !== undefined) this.partitions?.retake(part)
        this.#refill()
      },
      failed: (error, tap) => this.#failed(error, tap),
    }
    this.parts = parts.map((consumers, index) => new Part(session, index, consumers, listener))
    this.#stopListening = session.watch(place.order === 'none' ? { back: () => this.#back() } : { back() {} })
    this.#redriven = session.nc.subscribe(session.subjects.own('redriven', place.application ?? '', place.name), {
      callback: () => this.#look(),
    })
  }

  async receive(max: number, signal: AbortSignal): Promise<readonly Holding[]> {
    const ready = this.#hand(max)
    if (ready.length > 0 || this.#closed !== undefined || signal.aborted) return ready
    this.#listen(signal)
    await this.#resume()
    await this.#mend()
    return new Promise((resolve, reject) => {
      this.#waiting = { max, resolve, reject }
      this.#deliver(signal.aborted || this.#closed !== undefined)
      this.#refill()
    })
  }

  async acknowledge(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    return this.#settle(holdings, async (holding) => {
      await settle(this.#options.session, holding, verdicts.done)
      this.#forgetRedriven(holding)
    })
  }

  async extend(holdings: readonly Holding[]): Promise<readonly Holding[]> {
    const { held, lost } = this.#sort(holdings)
    await each(held, (holding) => this.#extend(holding))
    return lost
  }

  async return(holdings: readonly Holding[], delayMs = 0): Promise<readonly Holding[]> {
    const { place, session } = this.#options
    if (place.order === 'none') {
      return this.#settle(holdings, (holding) => settle(session, holding, verdicts.again(delayMs))).finally(() =>
        this.#look(),
      )
    }
    const { held, lost } = this.#sort(holdings)
    for (const holding of held) this.#takeBack(holding, delayMs)
    return lost
  }

  async park(holding: Holding, details: DeadLetterDetails): Promise<boolean> {
    const { held } = this.#sort([holding])
    const [mine] = held
    if (mine === undefined) return false
    const { session, deadLetters, place } = this.#options
    this.#settling.add(mine)
    try {
      await deadLetters.store(mine, details, place.name)
      await settle(session, mine, verdicts.givenUp(details.reason))
      this.#forgetRedriven(mine)
      this.#forget(mine)
      return true
    } finally {
      this.#settling.delete(mine)
      this.#refill()
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Begins to read a part, of which `awaited` messages come again before all others. */
  activate(part: Part, awaited = 0): void {
    part.isOurs = true
    part.isSuspended = false
    part.await(awaited)
    if (this.#paused !== undefined) return
    part.open()
    this.#look()
  }

  /** Nothing of a part goes out until it is activated again; resolves when nothing of it is on its way. */
  async suspend(part: Part): Promise<void> {
    part.isSuspended = true
    await part.close()
  }

  /** All that was to come again of a part has come, or is settled after all. */
  letGo(part: Part): void {
    part.await(0)
    this.#deliverSoon()
  }

  /** Which messages of a consumer are here, and not lost. */
  sequencesOf(place: ConsumerPlace): ReadonlySet<number> {
    const now = this.#options.session.options.clock.now()
    const here = [...this.#held, ...this.#arrivals.all()]
    const ours = here.filter(({ tap, leaseEnds }) => tap.place === place && leaseEnds > now)
    return new Set(ours.map(({ sequence }) => sequence))
  }

  /** Reads a part no more, and gives back what has come of it; resolves when nothing of it is held any more. */
  async handOver(part: Part): Promise<void> {
    part.isOurs = false
    await part.close()
    await this.#giveBack(this.#arrivals.remove((holding) => part.has(holding)))
    await part.untilFree(() => [...this.#held].every((holding) => !part.has(holding)))
  }

  /** A part is somebody else's: whatever of it is here is lost. */
  async lose(part: Part): Promise<void> {
    part.isOurs = false
    for (const holding of this.#held) if (part.has(holding)) holding.leaseEnds = 0
    await part.close()
    this.#arrivals.remove((holding) => part.has(holding))
  }

  #listen(signal: AbortSignal): void {
    if (this.#signal === signal) return
    this.#signal = signal
    signal.addEventListener('abort', () => this.#pause(), { once: true })
  }

  /** Nobody receives any more, though what is held is still being worked at: the rest is for others. */
  #pause(): void {
    this.#deliver(true)
    this.#paused ??= Promise.all(this.parts.map((part) => part.close())).then(async () => {
      // In order nobody else can have it before the part is theirs.
      if (this.partitions === undefined) await this.#giveBack(this.#arrivals.remove(() => true))
    })
  }

  async #resume(): Promise<void> {
    if (this.#paused === undefined) return
    await this.#paused
    this.#paused = undefined
    for (const part of this.parts) if (part.isOurs) part.open()
    this.#look()
  }

  async #close(): Promise<void> {
    this.#stopListening()
    this.#stopLooking?.()
    this.#redriven.unsubscribe()
    this.#deliver(true)
    this.#keepAlive?.()
    for (const callOff of this.#delays) callOff()
    await this.partitions?.stop()
    await this.#paused
    await Promise.all(this.parts.map((part) => part.close()))
    const rest = [...this.#held].filter((holding) => !this.#settling.has(holding))
    this.#held.clear()
    await this.#giveBack([...rest, ...this.#arrivals.remove(() => true)])
    await this.partitions?.release()
  }

  /** In the order of the stream, so that they come again in it. */
  async #giveBack(holdings: readonly NatsHolding[]): Promise<void> {
    const { session } = this.#options
    if (!session.isConnected) return
    const sorted = holdings.toSorted((one, other) => one.sequence - other.sequence)
    await Promise.allSettled(sorted.map((holding) => settle(session, holding, verdicts.again(0))))
  }

  #arrived(message: Msg, tap: Tap): void {
    const { session, place, parts } = this.#options
    const { clock } = session.options
    const part = this.parts.find((each) => each.has({ tap }))
    part?.came(readReply(message.reply ?? '').deliveries)
    const holding = holdingOf(message, tap, clock.now() + this.#leaseMs, session.subjects, place.sources)
    if (part === undefined || holding === undefined || part.index !== partOf(holding.key, parts.length)) {
      // Not for us, or for the part that its key belongs to. Should this be lost, it comes again, and is passed over again.
      session.nc.publish(message.reply ?? '', verdicts.done)
      return
    }
    this.#arrivals.add(holding)
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
    const ready = this.#hand(waiting.max)
    if (ready.length === 0 && !isEnd) return
    this.#waiting = undefined
    waiting.resolve(ready)
  }

  #hand(max: number): NatsHolding[] {
    const now = this.#options.session.options.clock.now()
    const ready = this.#arrivals.take(max, (holding) => this.parts.some((part) => part.has(holding) && part.isFlowing))
    const fresh = ready.filter((holding) => holding.leaseEnds > now)
    for (const holding of ready) {
      this.#held.add(holding)
      if (holding.leaseEnds <= now) this.#expire(holding)
    }
    return fresh
  }

  /** Asks for as many as may still be held, and the bus wants. */
  #refill(): void {
    const waiting = this.#waiting
    const { session, place } = this.#options
    if (waiting === undefined || this.#closed !== undefined || !session.isConnected) return
    for (const part of this.parts) if (part.isAwaiting) part.fetchAwaited()
    const taps = this.parts.flatMap((part) => (part.isAwaiting ? [] : part.taps))
    const room = () =>
      place.prefetch - this.#held.size - this.#arrivals.size - taps.reduce((sum, tap) => sum + tap.outstanding, 0)
    for (const tap of taps) {
      if (!tap.place.isRedrive || tap.outstanding > 0 || !this.#due.has(tap) || room() < 1) continue
      tap.ask(Math.min(room(), waiting.max), 0)
    }
    share(
      taps.filter((tap) => !tap.place.isRedrive),
      room(),
      waiting.max,
    )
  }

  #back(): void {
    for (const part of this.parts) for (const tap of part.taps) tap.reset()
    this.#look()
  }

  /** Now, and every now and then: what came while nobody was told, and what was given back. */
  #look(): void {
    if (this.#closed !== undefined) return
    for (const tap of this.parts.flatMap((part) => part.taps)) if (tap.place.isRedrive) this.#due.add(tap)
    this.#stopLooking?.()
    this.#stopLooking = this.#options.session.options.clock.after(lookMs, () => this.#look())
    this.#refill()
  }

  #failed(error: Error, tap: Tap): void {
    this.#broken.set(tap, error)
    const part = this.parts.find((each) => each.has({ tap }))
    // What was on its way may be lost with it.
    if (part !== undefined && this.partitions !== undefined) part.isSuspended = true
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.reject(error)
  }

  /** Looks after what could not be read from. Rejects where it still cannot. */
  async #mend(): Promise<void> {
    for (const [tap, error] of this.#broken) {
      const part = this.parts.find((each) => each.has({ tap }))
      if (part !== undefined) await this.ensure(part, error)
      this.#broken.delete(tap)
      if (part !== undefined) this.partitions?.retake(part)
    }
  }

  /** Makes the consumers of a part again that were deleted; where none may be made, rejects, with `error` if given. */
  async ensure(part: Part, error?: Error): Promise<void> {
    const { session, restore } = this.#options
    for (const place of part.consumers) {
      if ((await findConsumer(session, place)) !== undefined) continue
      const { stream, consumer } = place
      if (session.settings.topology === 'check') {
        throw error ?? new Error(`consumer ${consumer} of stream ${stream} is not there`)
      }
      await restore({ ...place, config: { ...place.config, ...this.#positionOf(part, place) } })
    }
  }

  /** From where nobody can have handled anything yet that the server still knew of. */
  #positionOf(part: Part, place: ConsumerPlace) {
    const here = [...this.#held, ...this.#arrivals.all()].filter(({ tap }) => tap.place === place)
    const seenAt = part.taps.find((tap) => tap.place === place)?.lastSeen ?? this.#openedAt
    const since = Math.min(seenAt - this.#leaseMs, ...here.map(({ publishedAt }) => publishedAt))
    return { deliver_policy: 'by_start_time', opt_start_time: new Date(since).toISOString() } as const
  }

  async #settle(
    holdings: readonly Holding[],
    act: (holding: NatsHolding) => Promise<void>,
  ): Promise<readonly Holding[]> {
    const { held, lost } = this.#sort(holdings)
    for (const holding of held) this.#settling.add(holding)
    try {
      await each(held, async (holding) => {
        try {
          await act(holding)
          this.#forget(holding)
        } catch (error) {
          // It comes again; where order is kept, before what follows it.
          if (this.#options.place.order === 'per-key') this.#takeBack(holding, 0)
          else this.#forget(holding)
          throw error
        } finally {
          this.#settling.delete(holding)
        }
      })
    } finally {
      this.#refill()
    }
    return lost
  }

  /** What is still ours, and what is not. */
  #sort(holdings: readonly Holding[]) {
    const now = this.#options.session.options.clock.now()
    const held: NatsHolding[] = []
    const lost: Holding[] = []
    for (const holding of holdings as readonly NatsHolding[]) {
      if (this.#held.has(holding) && !this.#settling.has(holding) && holding.leaseEnds > now) held.push(holding)
      else lost.push(holding)
      if (this.#held.has(holding) && holding.leaseEnds <= now) this.#expire(holding)
    }
    return { held, lost }
  }

  /** The server hands it out again. In order, it takes the later ones of its key with it. */
  #expire(holding: NatsHolding): void {
    this.#forget(holding)
    if (this.partitions === undefined) return
    for (const other of this.#held) if (other.key !== undefined && other.key === holding.key) other.leaseEnds = 0
    const part = this.parts.find((each) => each.has(holding))
    if (part !== undefined) this.partitions.retake(part)
  }

  #forget(holding: NatsHolding): void {
    if (!this.#held.delete(holding)) return
    this.#arrivals.release(holding)
    this.parts.find((part) => part.has(holding))?.freed()
    this.#deliverSoon()
  }

  /** Stays with us, for the order's sake, and is handed out again. */
  #takeBack(holding: NatsHolding, delayMs: number): void {
    if (!this.#held.delete(holding)) return
    const again = { ...holding, redeliveries: (holding.redeliveries ?? 0) + 1 }
    const go = delayMs > 0 ? this.#arrivals.hold(again) : undefined
    this.#arrivals.putBack(again)
    this.#keepAlive ??= this.#keepAliveLater()
    if (go === undefined) {
      this.#deliverSoon()
      return
    }
    const callOff = this.#options.session.options.clock.after(delayMs, () => {
      this.#delays.delete(callOff)
      go()
      this.#deliverSoon()
    })
    this.#delays.add(callOff)
  }

  async #extend(holding: NatsHolding): Promise<void> {
    const { session } = this.#options
    const begun = session.options.clock.now()
    await settle(session, holding, verdicts.working)
    holding.leaseEnds = begun + this.#leaseMs
  }

  /** The bus keeps alive what it holds; what nobody has taken yet is ours to keep alive. */
  #keepAliveLater(): () => void {
    return this.#options.session.options.clock.after(this.#leaseMs / 3, () => {
      this.#keepAlive = undefined
      if (this.#arrivals.size === 0 || this.#closed !== undefined) return
      this.#keepAlive = this.#keepAliveLater()
      for (const holding of this.#arrivals.all()) this.#extend(holding).catch(() => {})
    })
  }

  /** Nobody needs it any more: there is no other consumer of it than ours. */
  #forgetRedriven({ tap, sequence }: NatsHolding): void {
    if (!tap.place.isRedrive) return
    this.#options.session.jsm.streams.deleteMessage(tap.place.stream, sequence, false).catch(() => {})
  }
}

const lookMs = 5_000

/** All at once; rejects with the first failure when all have ended. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(act))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason
}
