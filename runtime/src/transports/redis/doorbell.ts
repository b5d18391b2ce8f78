import type { Clock } from '../../transport/clock.js'
import type { Link } from './link.js'
import { look, type StreamEnd } from './look.js'

/** Tells when there is something new; it only looks. */
export class Doorbell {
  readonly #link: Link
  readonly #blockMs: number
  readonly #clock: Clock
  readonly #end = new AbortController()
  #rung: Promise<void> | undefined

  /** On a connection where nobody else waits meanwhile. */
  constructor(link: Link, blockMs: number, clock: Clock) {
    this.#link = link
    this.#clock = clock
    this.#blockMs = blockMs
  }

  /** Whether it has been asked and has not told yet. */
  get isWaiting(): boolean {
    return this.#rung !== undefined
  }

  /** Resolves when one of the streams goes on beyond its end, and otherwise every now and then. */
  rung(ends: readonly StreamEnd[]): Promise<void> {
    // One that waits already knows of an earlier end: whatever came since would have rung it.
    this.#rung ??= this.#wait(ends).finally(() => {
      this.#rung = undefined
    })
    return this.#rung
  }

  close(): void {
    this.#end.abort()
  }

  async #wait(ends: readonly StreamEnd[]): Promise<void> {
    await look(this.#link, ends, { blockMs: this.#blockMs, clock: this.#clock, signal: this.#end.signal })
  }
}
