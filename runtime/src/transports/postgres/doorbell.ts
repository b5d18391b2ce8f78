import type { Clock } from '../../transport/clock.js'

/** Somebody sleeps until it rings, or until it has slept for long enough. */
export class Doorbell {
  readonly #clock: Clock
  #rung = false
  #wake: (() => void) | undefined
  readonly #alarms = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** From now on a ring counts. */
  listen(): void {
    this.#rung = false
  }

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  ringIn(ms: number, ring = () => this.ring()): void {
    const cancel = this.#clock.after(ms, () => {
      this.#alarms.delete(cancel)
      ring()
    })
    this.#alarms.add(cancel)
  }

  /**
   * At most `ms`, which keep the process alive, or for as long as it takes, which does not; not at all when it rang
   * since `listen`. Tells whether it rang.
   */
  async sleep(ms: number | undefined, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung && !signal.aborted) await this.#wait(ms, signal)
    return this.#rung
  }

  /** No alarm keeps the process any more. */
  dismantle(): void {
    for (const cancel of this.#alarms) cancel()
    this.#alarms.clear()
    this.ring()
  }

  #wait(ms: number | undefined, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel?.()
        this.#wake = undefined
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = ms === undefined ? undefined : this.#clock.after(ms, end)
      this.#wake = end
      signal.addEventListener('abort', end, { once: true })
    })
  }
}
