/**
 * Aborted as soon as one of two signals is. `AbortSignal.any` will not do: what it joins it does not keep, and in Node 20
 * a signal of `AbortSignal.timeout` that nothing else keeps is collected and never aborts anything.
 */
export class EitherSignal {
  readonly #controller = new AbortController()
  readonly #signals: readonly AbortSignal[]

  constructor(one: AbortSignal, other: AbortSignal) {
    this.#signals = [one, other]
    for (const signal of this.#signals) {
      if (signal.aborted) this.#abort()
      else signal.addEventListener('abort', this.#abort, { once: true })
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** From now on it follows neither. */
  leave(): void {
    for (const signal of this.#signals) signal.removeEventListener('abort', this.#abort)
  }

  readonly #abort = (): void => {
    this.leave()
    this.#controller.abort()
  }
}
