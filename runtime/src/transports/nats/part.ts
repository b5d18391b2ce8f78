import type { ConsumerPlace } from './consumers.js'
import type { NatsHolding } from './holding.js'
import type { Session } from './session.js'
import { Tap, type TapListener } from './tap.js'

/** One part of a subscription, which one instance works for at a time where order is kept: its consumers. */
export class Part {
  readonly index: number
  readonly consumers: readonly ConsumerPlace[]
  /** Whether this instance is to read it. */
  isOurs = false
  /** Nothing of it may go out: what was on its way when the connection was lost has to come first. */
  isSuspended = false
  /** What it is read by; none while it is not read. */
  taps: readonly Tap[] = []
  readonly #session: Session
  readonly #listener: TapListener
  readonly #known = new WeakSet<Tap>()
  #freed: (() => void) | undefined
  #closing: Promise<unknown> = Promise.resolve()
  #awaited = 0

  constructor(session: Session, index: number, consumers: readonly ConsumerPlace[], listener: TapListener) {
    this.#session = session
    this.index = index
    this.consumers = consumers
    this.#listener = listener
  }

  open(): void {
    if (this.taps.length > 0) return
    this.taps = this.consumers.map((place) => new Tap(this.#session, place, this.#listener))
    for (const tap of this.taps) this.#known.add(tap)
  }

  /** Asks for no more; resolves when what was on its way has come. */
  async close(): Promise<void> {
    const { taps } = this
    this.taps = []
    this.#closing = Promise.all([this.#closing, ...taps.map((tap) => tap.drain())])
    await this.#closing
  }

  /** So many come again, and nothing is to go out before they have come. */
  await(count: number): void {
    this.#awaited = count
  }

  /** Whatever room there is: it was handed out to us or others already, and all else waits for it. */
  fetchAwaited(): void {
    for (const tap of this.taps) if (tap.outstanding === 0) tap.ask(this.#awaited, awaitedMs)
  }

  get isAwaiting(): boolean {
    return this.#awaited > 0
  }

  /** Whether what has come of it may go out. */
  get isFlowing(): boolean {
    return this.#awaited === 0 && !this.isSuspended
  }

  /** Something came, handed out so often. */
  came(deliveries: number): void {
    if (this.#awaited === 0 || deliveries < 2) return
    this.#awaited--
  }

  /** Whether it came of one of its consumers. */
  has({ tap }: Pick<NatsHolding, 'tap'>): boolean {
    return this.#known.has(tap)
  }

  /** Resolves when nothing of it is held. */
  async untilFree(isFree: () => boolean): Promise<void> {
    while (!isFree()) {
      await new Promise<void>((resolve) => {
        this.#freed = resolve
      })
    }
  }

  /** Something of it is held no longer. */
  freed(): void {
    this.#freed?.()
  }
}

/** How long for what comes again, which is there at once or not at all. */
const awaitedMs = 500
