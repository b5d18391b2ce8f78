import { strict as assert } from 'node:assert'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Order } from './orders.js'
import type { Handle, Line } from './way.js'

/** Counts what is handled, and knows when all of it is. */
export class Tally {
  readonly #missing: Map<string, OrderConfirmedData>
  readonly #done: Promise<void>
  #allHandled = () => {}
  #firstAt: number | undefined
  #lastAt = 0

  constructor(orders: readonly Order[]) {
    this.#missing = new Map(orders.map(({ envelope }) => [envelope.data.orderId, envelope.data]))
    assert.equal(this.#missing.size, orders.length)
    this.#done = new Promise((resolve) => {
      this.#allHandled = resolve
    })
  }

  /** Answers when, and takes no notice of what comes again. */
  readonly handle: Handle = async (data) => {
    this.#lastAt = performance.now()
    this.#firstAt ??= this.#lastAt
    if (this.#missing.delete(data.orderId) && this.#missing.size === 0) this.#allHandled()
  }

  /** From the first that was handled to the last, in milliseconds, once all are. */
  async done(): Promise<number> {
    await Promise.race([this.#done, sleep(60_000, undefined, { ref: false })])
    assert.equal(this.#missing.size, 0, `${this.#missing.size} events were not handled within a minute`)
    return this.#lastAt - (this.#firstAt ?? 0)
  }
}

/** Resolves once all is acknowledged. */
export async function allAcknowledged(line: Line): Promise<void> {
  const until = performance.now() + 20_000
  for (let left = await line.left(); left !== 0; left = await line.left()) {
    assert(performance.now() < until, `${left} events that were handled are not acknowledged`)
    await sleep(20)
  }
}
