import type { SubscriptionPlace } from '../../transport/place.js'
import type { Msg } from './client.js'
import { type ConsumerPlace, findConsumer } from './consumers.js'
import type { Custody } from './custody.js'
import type { Session } from './session.js'
import { share, takeTurns } from './share.js'
import { Tap, type TapListener } from './tap.js'

export interface InflowOptions {
  readonly session: Session
  readonly place: SubscriptionPlace
  readonly consumers: readonly ConsumerPlace[]
  /** Makes again what was deleted. */
  readonly restore: (consumer: ConsumerPlace) => Promise<void>
  /** What has come and is not settled. */
  readonly custody: Pick<Custody, 'all' | 'size'>
  readonly arrived: (message: Msg, tap: Tap) => void
  /** It cannot be read from; `mend` helps, or tells why not. */
  readonly failed: (error: Error) => void
}

/** What comes to one instance of a subscription: pulls from its consumers, and never more than it may hold. */
export class Inflow {
  readonly #options: InflowOptions
  readonly #openedAt: number
  readonly #listener: TapListener
  readonly #broken = new Map<Tap, Error>()
  /** Those of redriven messages that are to be looked at; they are rare, and are not to keep room that others need. */
  readonly #due = new Set<Tap>()
  readonly #stopListening: () => void
  /** Tells at once when one is redriven. */
  readonly #redriven: { unsubscribe(): void }
  #taps: readonly Tap[] = []
  /** Those that were there before a pause. */
  readonly #former = new Map<ConsumerPlace, Tap>()
  /** How many are wanted; none while nobody receives. */
  #wanted = 0
  #stopLooking = () => {}
  #isClosed = false

  constructor(options: InflowOptions) {
    const { session, place } = options
    this.#options = options
    this.#openedAt = session.options.clock.now()
    this.#listener = {
      message: options.arrived,
      ended: (tap, isEmpty) => {
        if (isEmpty) this.#due.delete(tap)
        this.refill()
      },
      failed: (error, tap) => {
        this.#broken.set(tap, error)
        options.failed(error)
      },
    }
    this.#stopListening = session.watch({ back: () => this.#back() })
    this.#redriven = session.nc.subscribe(session.subjects.own('redriven', place.application ?? '', place.name), {
      callback: () => this.look(),
    })
  }

  open(): void {
    const { session, consumers } = this.#options
    const before = this.#former
    this.#taps = consumers.map((place) => new Tap(session, place, this.#listener, before.get(place)))
    this.look()
  }

  /** Asks for no more; resolves when what was on its way has come. */
  async pause(): Promise<void> {
    const taps = this.#taps
    this.#taps = []
    for (const tap of taps) this.#former.set(tap.place, tap)
    await Promise.all(taps.map((tap) => tap.drain()))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopListening()
    this.#stopLooking()
    this.#redriven.unsubscribe()
    await this.pause()
  }

  /** Asks for messages until told that none are wanted, as many as may still be held. */
  want(count: number): void {
    this.#wanted = count
    this.refill()
  }

  refill(): void {
    if (this.#wanted === 0 || this.#isClosed || !this.#options.session.isConnected) return
    for (const tap of this.#taps) {
      if (!tap.place.isRedrive || tap.outstanding > 0 || !this.#due.has(tap)) continue
      const batch = Math.min(this.#room(), this.#wanted)
      if (batch > 0) tap.ask(batch, 0)
    }
    const taps = this.#taps.filter(({ place }) => !place.isRedrive)
    const { order, prefetch } = this.#options.place
    if (order === 'none') share(taps, this.#room(), this.#wanted)
    else takeTurns(taps, this.#occupied(), this.#room(), prefetch)
  }

  /** Now, and every now and then: redriven messages that came while nobody was told, and what was given back. */
  look(): void {
    if (this.#isClosed) return
    for (const tap of this.#taps) if (tap.place.isRedrive) this.#due.add(tap)
    this.#stopLooking()
    this.#stopLooking = this.#options.session.options.clock.after(lookMs, () => this.look())
    this.refill()
  }

  /** Looks after what could not be read from. Rejects where it still cannot. */
  async mend(): Promise<void> {
    for (const [tap, error] of this.#broken) {
      await this.#ensure(tap, error)
      this.#broken.delete(tap)
    }
  }

  /** Of a partition nothing comes beside what is here. */
  #room(): number {
    const { custody, place } = this.#options
    const occupied = place.order === 'none' ? undefined : this.#occupied()
    let room = place.prefetch - custody.size
    for (const tap of this.#taps) {
      if (tap.place.part === undefined) room -= tap.outstanding
      else if (tap.outstanding > 0 && !occupied?.has(tap.place)) room--
    }
    return room
  }

  #occupied(): ReadonlySet<ConsumerPlace> {
    return new Set(this.#options.custody.all().map(({ tap }) => tap.place))
  }

  #back(): void {
    for (const tap of this.#taps) tap.reset()
    this.look()
  }

  async #ensure(tap: Tap, error: Error): Promise<void> {
    const { session, restore } = this.#options
    if ((await findConsumer(session, tap.place)) !== undefined) return
    if (session.settings.topology === 'check') throw error
    await restore({ ...tap.place, config: { ...tap.place.config, ...this.#positionOf(tap) } })
  }

  /** From where nobody can have handled anything yet that the server still knew of. */
  #positionOf(tap: Tap) {
    const { session, custody } = this.#options
    const ours = custody.all().filter((holding) => holding.tap.place === tap.place)
    const seenAt = Math.max(tap.lastSeen, this.#openedAt) - session.settings.leaseMs
    const since = Math.min(seenAt, tap.reached, ...ours.map(({ publishedAt }) => publishedAt))
    return { deliver_policy: 'by_start_time', opt_start_time: new Date(since).toISOString() } as const
  }
}

const lookMs = 5_000
