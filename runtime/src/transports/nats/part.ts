import type { ConsumerPlace } from './consumers.js'
import type { Session } from './session.js'
import { Tap, type TapListener } from './tap.js'

/** One part of a subscription, which one instance works for at a time where order is kept: its consumers. */
export class Part {
  readonly index: number
  /** What it is read by; none while it is not ours. */
  taps: readonly Tap[] = []
  readonly consumers: readonly ConsumerPlace[]
  readonly #session: Session
  readonly #listener: TapListener
  readonly #known = new WeakSet<Tap>()
  #freed: (() => void) | undefined

  constructor(session: Session, index: number, consumers: readonly ConsumerPlace[], listener: TapListener) {
    this.#session = session
    this.index = index
    this.consumers = consumers
    this.#listener = listener
  }

  open(): void {
    this.taps = this.consumers.map((place) => new Tap(this.#session, place, this.#listener))
    for (const tap of this.taps) this.#known.add(tap)
  }

  /** Asks for no more; resolves when what was on its way has come. */
  async close(): Promise<void> {
    const { taps } = this
    this.taps = []
    await Promise.all(taps.map((tap) => tap.drain()))
  }

  /** Whether a tap is one of its, or was. */
  has(tap: Tap): boolean {
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
