import { isThenable } from '../delivery/is-thenable.js'
import type { Observer } from '../delivery/observer.js'
import { PublishFailed } from '../error/publish-failed.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import { carryAll, type Departure, Departures } from './departure.js'
import type { Link } from './link.js'

export interface CarrierOptions {
  readonly links: readonly Link[]
  readonly application: string | undefined
  readonly observer: Observer
}

/** Has events carried, and knows whether some are on their way to be accepted. */
export class Carrier {
  readonly #options: CarrierOptions
  readonly #departures: Departures
  #underWay = 0
  #done: (() => void) | undefined

  constructor(options: CarrierOptions) {
    this.#options = options
    this.#departures = new Departures(options)
  }

  /** By the way on which they are sent. Rejects with what was not accepted. */
  publish(events: readonly AnyEvent[], destination: Destination | undefined): Promise<void> {
    const { observer } = this.#options
    if (!observer.hears('publish')) return this.#try(events, destination, 'send')
    return observer.publish(events, () => this.#try(events, destination, 'send'))
  }

  /** By the way on which it is received. */
  handIn(event: AnyEvent, destination: Destination | undefined): Promise<void> {
    return this.#try([event], destination, 'receive')
  }

  /** Whether something is not accepted yet. */
  get isUnderWay(): boolean {
    return this.#underWay > 0
  }

  /** Resolves when nothing is under way any more, for the first time from now. */
  untilDone(): Promise<void> {
    if (!this.isUnderWay) return Promise.resolve()
    return new Promise((resolve) => {
      const earlier = this.#done
      this.#done = () => {
        earlier?.()
        resolve()
      }
    })
  }

  /** No more promises than it takes: in memory they are what a publish costs. */
  #try(events: readonly AnyEvent[], destination: Destination | undefined, as: 'send' | 'receive'): Promise<void> {
    try {
      const departures = events.map((event) => this.#departures.depart(event, destination, as))
      // What is handed in was published by another application.
      const observer = as === 'send' ? this.#options.observer : undefined
      const refused = carryAll(departures, this.#options.links, observer)
      if (isThenable(refused)) return this.#await(refused, departures, observer)
      this.#wereCarried(departures, refused, observer)
      return Promise.resolve()
    } catch (error) {
      return Promise.reject(error)
    }
  }

  async #await(
    refused: PromiseLike<PublishFailed['failures']>,
    departures: readonly Departure[],
    observer: Observer | undefined,
  ): Promise<void> {
    this.#underWay++
    try {
      this.#wereCarried(departures, await refused, observer)
    } finally {
      this.#hasArrived()
    }
  }

  #wereCarried(
    departures: readonly Departure[],
    refused: PublishFailed['failures'],
    observer: Observer | undefined,
  ): void {
    const [first] = refused
    if (first !== undefined) {
      throw departures.length === 1 ? first.error : new PublishFailed(refused, departures.length)
    }
    if (!observer?.hears('published')) return
    for (const { event, outgoing } of departures) observer.published({ event, place: outgoing.place })
  }

  #hasArrived(): void {
    this.#underWay--
    if (this.#underWay > 0) return
    const done = this.#done
    this.#done = undefined
    done?.()
  }
}
