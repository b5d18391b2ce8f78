/**
 * Joins one signal that stays with that of whoever calls, one caller at a time. `AbortSignal.any` will not do: what it
 * joins it does not keep, and in Node 20 a signal of `AbortSignal.timeout` that nothing else keeps is collected, and
 * never aborts anything.
 */
export class JoinedSignal {
  readonly #own: AbortSignal
  #theirs: AbortSignal | undefined
  #joined = new AbortController()

  constructor(own: AbortSignal) {
    this.#own = own
    own.addEventListener('abort', () => this.#joined.abort(), { once: true })
  }

  /** Aborted as soon as `signal` or our own is. The one that was joined before is followed no longer. */
  with(signal: AbortSignal): AbortSignal {
    if (this.#theirs === signal) return this.#joined.signal
    this.#theirs?.removeEventListener('abort', this.#abort)
    this.#theirs = signal
    this.#joined = new AbortController()
    if (signal.aborted || this.#own.aborted) this.#joined.abort()
    else signal.addEventListener('abort', this.#abort, { once: true })
    return this.#joined.signal
  }

  readonly #abort = (): void => this.#joined.abort()
}
