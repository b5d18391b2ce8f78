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

  ringIn(ms: number): void {
    const cancel = this.#clock.after(ms, () => {
      this.#alarms.delete(cancel)
      this.ring()
    })
    this.#alarms.add(cancel)
  }

  /** At most `ms`; not at all when it rang since `listen`. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#rung || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        this.#wake = undefined
        signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = this.#clock.after(ms, end)
      this.#wake = end
      signal.addEventListener('abort', end, { once: true })
    })
  }

  /** No alarm keeps the process any more. */
  dismantle(): void {
    for (const cancel of this.#alarms) cancel()
    this.#alarms.clear()
    this.ring()
  }
}
