import type { MqttHolding } from './holding.js'
import type { Slot } from './slot.js'

export interface Arrival {
  readonly holding: MqttHolding
  /** Returned, and not to be handed out before; in milliseconds. */
  readonly notBefore: number
}

/** What has come and is not handed out, in its order. Mosquitto may send all that waits, however much was asked for. */
export class Arrivals {
  /** What stands before `#first` was taken out. */
  #waiting: (Arrival | undefined)[] = []
  #first = 0

  add(holding: MqttHolding): void {
    this.#waiting.push({ holding, notBefore: 0 })
  }

  /** Before everything that came after it. */
  addAgain(holdings: readonly MqttHolding[], notBefore: number): void {
    this.#waiting.splice(this.#first, 0, ...holdings.map((holding) => ({ holding, notBefore })))
  }

  /** Takes out as many as are wanted; what is not ready stays where it stands. */
  take(wanted: number, isReady: (arrival: Arrival) => boolean): MqttHolding[] {
    const taken: MqttHolding[] = []
    const passed: Arrival[] = []
    let at = this.#first
    for (; at < this.#waiting.length && taken.length < wanted; at++) {
      const arrival = this.#waiting[at]
      this.#waiting[at] = undefined
      if (arrival === undefined) continue
      if (isReady(arrival)) taken.push(arrival.holding)
      else passed.push(arrival)
    }
    while (passed.length > 0) this.#waiting[--at] = passed.pop()
    this.#first = at
    this.#moveUp()
    return taken
  }

  delete(holding: MqttHolding): void {
    const at = this.#waiting.findIndex((arrival) => arrival?.holding === holding)
    if (at === -1) return
    this.#waiting[at] = undefined
    while (this.#first < this.#waiting.length && this.#waiting[this.#first] === undefined) this.#first++
    this.#moveUp()
  }

  takeAllOf(slot: Slot): readonly MqttHolding[] {
    return this.take(Number.POSITIVE_INFINITY, ({ holding }) => holding.slot === slot)
  }

  #moveUp(): void {
    if (2 * this.#first < this.#waiting.length) return
    this.#waiting = this.#waiting.slice(this.#first)
    this.#first = 0
  }
}
