import { describeError } from './describe-error.js'
import type { Observer } from './observer.js'

/** What is wrong with a subscription now, beside its handlers: told once when it begins, and in the health while it lasts. */
export class Troubles {
  readonly #subscription: string
  readonly #observer: Observer
  readonly #lasting = new Map<object, string>()

  constructor(subscription: string, observer: Observer) {
    this.#subscription = subscription
    this.#observer = observer
  }

  get sentences(): readonly string[] {
    return [...this.#lasting.values()]
  }

  has(about: object): boolean {
    return this.#lasting.has(about)
  }

  /** Lasts until it is over. */
  begin(about: object, what: string, cause: unknown): void {
    const isNew = !this.#lasting.has(about)
    this.#lasting.set(about, `${what}: ${describeError(cause).message}`)
    if (isNew) this.warn(what, cause)
  }

  end(about: object): void {
    if (this.#lasting.size > 0) this.#lasting.delete(about)
  }

  warn(what: string, cause: unknown): void {
    this.#observer.warned(new Error(`${this.#subscription} ${what}: ${describeError(cause).message}`, { cause }))
  }
}
