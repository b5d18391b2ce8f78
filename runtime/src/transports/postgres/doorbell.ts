import type { Clock } from '../../transport/clock.js'

/** Somebody sleeps until it rings, or until it has slept for long enough. */
export class Doorbell {
  readonly #clock: Clock
  readonly #keepsAlive: boolean
  #rung = false
  #wake: (() => void) | undefined
  readonly #alarms = new Set<() => void>()

  constructor(clock: Clock, keepsAlive: boolean) {
    this.#clock = clock
    this.#keepsAlive = keepsAlive
  }

  /** From now on a ring counts. */
  listen(): void {
    this.#rung = false
  }

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  ringIn(ms: number): void {
    const cancel = this.#clock.after(ms, () => {
      this.#alarms.delete(cancel)
      this.ring()
    })
    this.#alarms.add(cancel)
  }

  /** At most `ms`; not at all when it rang since `listen`. Tells whether it rang. */
  async sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#rung && !signal.aborted) await this.#wait(ms, signal)
    return this.#rung
  }

  /** No alarm keeps the process any more. */
  dismantle(): void {
    for (const cancel of this.#alarms) cancel()
    this.#alarms.clear()
    this.ring()
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#wake = undefined
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = this.#after(ms, end)
      this.#wake = end
      signal.addEventListener('abort', end, { once: true })
    })
  }

  /** Whoever waits for other processes is at work; whoever waits for its own is idle, and lets the process end. */
  #after(ms: number, callback: () => void): () => void {
    if (this.#keepsAlive) return this.#clock.after(ms, callback)
    const timer = setTimeout(callback, ms).unref()
    return () => clearTimeout(timer)
  }
}
