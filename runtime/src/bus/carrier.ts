import type { Observer } from '../delivery/observer.js'
import { PublishFailed } from '../error/publish-failed.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import { carryAll, type Departure, depart } from './departure.js'
import type { Link } from './link.js'

export interface CarrierOptions {
  readonly links: readonly Link[]
  readonly application: string | undefined
  readonly observer: Observer
}

/** Has events carried, and knows whether some are on their way to be accepted. */
export class Carrier {
  readonly #options: CarrierOptions
  #underWay = 0
  #done: (() => void) | undefined

  constructor(options: CarrierOptions) {
    this.#options = options
  }

  /** By the way on which they are sent. Rejects with what was not accepted. */
  publish(events: readonly AnyEvent[], destination: Destination | undefined): Promise<void> {
    const { observer } = this.#options
    const { hooks } = observer
    const work = () => this.#try(() => events.map((event) => this.#depart(event, destination, 'send')), 'send')
    return hooks.publish === undefined
      ? work()
      : observer.around('publish', (next) => hooks.publish?.(events, next), work)
  }

  /** By the way on which it is received. */
  handIn(event: AnyEvent, destination: Destination | undefined): Promise<void> {
    return this.#try(() => [this.#depart(event, destination, 'receive')], 'receive')
  }

  /** Resolves when nothing is under way any more, for the first time from now. */
  untilDone(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const earlier = this.#done
      this.#done = () => {
        earlier?.()
        resolve()
      }
    })
  }

  #depart(event: AnyEvent, destination: Destination | undefined, as: 'send' | 'receive'): Departure {
    return depart(event, destination, as, this.#options)
  }

  /** No more promises than it takes: in memory they are what a publish costs. */
  #try(departing: () => readonly Departure[], as: 'send' | 'receive'): Promise<void> {
    try {
      return this.#carry(departing(), as)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #carry(departures: readonly Departure[], as: 'send' | 'receive'): Promise<void> {
    const { links, observer } = this.#options
    const carried = carryAll(departures, links)
    this.#underWay++
    return carried.then(
      (failures) => {
        this.#wasCarried()
        const [first] = failures
        if (first !== undefined) {
          throw departures.length === 1 ? first.error : new PublishFailed(failures, departures.length)
        }
        // what is handed in was published by another application
        if (as === 'receive' || observer.hooks.published === undefined) return
        for (const { event, outgoing } of departures) observer.published({ event, place: outgoing.place })
      },
      (error) => {
        this.#wasCarried()
        throw error
      },
    )
  }

  #wasCarried(): void {
    this.#underWay--
    if (this.#underWay > 0) return
    const done = this.#done
    this.#done = undefined
    done?.()
  }
}
