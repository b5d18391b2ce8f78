import type { AnyEvent } from '../event/event.js'
import type { Holding } from '../transport/holding.js'
import type { Delivery } from './delivery.js'
import type { Route } from './recipient.js'

/** What a handler is given. Its signal is made only for those who look at it. */
export class AttemptDelivery implements Delivery {
  readonly subscription: string
  readonly event: AnyEvent
  readonly attempt: number
  readonly redeliveries: number | undefined
  readonly address: string
  readonly trace: Holding['trace']
  transaction: unknown
  readonly #route: Route
  #controller: AbortController | undefined
  #abortedWith: Error | undefined

  constructor(subscription: string, event: AnyEvent, attempt: number, holding: Holding, route: Route) {
    this.subscription = subscription
    this.event = event
    this.attempt = attempt
    this.redeliveries = holding.redeliveries
    this.address = holding.place.address
    this.trace = holding.trace
    this.#route = route
  }

  get parameters(): Readonly<Record<string, string>> {
    return this.#route.parametersOf(this.address)
  }

  /** Calls the handler. */
  handle(): unknown {
    return this.#route.handle(this.event, this)
  }

  get correlationId(): string {
    const given = this.event.extensions['correlationid']
    return typeof given === 'string' && given !== '' ? given : this.event.id
  }

  get causationId(): string {
    return this.event.id
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#abortedWith !== undefined) this.#controller.abort(this.#abortedWith)
    }
    return this.#controller.signal
  }

  get abortedWith(): Error | undefined {
    return this.#abortedWith
  }

  abort(reason: Error): void {
    if (this.#abortedWith !== undefined) return
    this.#abortedWith = reason
    this.#controller?.abort(reason)
  }
}
