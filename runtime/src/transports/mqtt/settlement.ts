/** Messages that are acknowledged together, until the broker is known to have it of each. */
export class Settlement {
  /** Rejects where it is not known of one. */
  readonly over: Promise<void>
  #open = 0
  #failure: Error | undefined
  #resolve = () => {}
  #reject: (error: Error) => void = () => {}

  constructor() {
    this.over = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  add(): void {
    this.#open++
  }

  conclude(error?: Error): void {
    this.#failure ??= error
    if (--this.#open > 0) return
    if (this.#failure === undefined) this.#resolve()
    else this.#reject(this.#failure)
  }
}
