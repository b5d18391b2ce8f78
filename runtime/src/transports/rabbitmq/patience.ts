import type { Clock } from '../../transport/clock.js'

/** How long somebody waits who publishes: until the time is up, or it is called off. */
export class Patience {
  #isOver = false
  #end: (() => void) | undefined
  #controller: AbortController | undefined
  readonly #called: AbortSignal | undefined
  readonly #stopTimer: () => void

  constructor(ms: number, clock: Clock, called: AbortSignal | undefined) {
    this.#called = called
    this.#stopTimer = clock.after(ms, this.#over)
    if (called?.aborted) this.#over()
    else called?.addEventListener('abort', this.#over)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Aborted when it is over. Made only for whoever asks, since it costs more than all the rest. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#isOver) this.#controller.abort()
    return this.#controller.signal
  }

  /** As the work does, or rejects once it is over, whatever becomes of the work. One at a time. */
  unless<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#end = () => reject(new Error('no confirmation came'))
      work.then(resolve, reject)
    })
  }

  /** Nobody waits any more. */
  leave(): void {
    this.#stopTimer()
    this.#called?.removeEventListener('abort', this.#over)
  }

  readonly #over = (): void => {
    this.#isOver = true
    this.#controller?.abort()
    this.#end?.()
  }
}
