import type { AnyEvent } from '../event/any-event.js'
import type { Destination, DestinationArguments } from '../event/destination.js'

/**
 * What guards the rules of one thing, and says by events what happened to it. It raises them; the unit of work that
 * saves it hands them over and clears them once they are recorded or published.
 */
export abstract class AggregateRoot {
  #raised: readonly RaisedEvent[] = []

  /** Which one it is, among those of its type. */
  abstract readonly id: string

  /** The type by which contracts name it; its class's name. Say it yourself where a bundler renames classes. */
  get aggregateType(): string {
    return this.constructor.name
  }

  /** What was raised and is neither recorded nor published yet, oldest first. */
  get uncommittedEvents(): readonly AnyEvent[] {
    return this.#raised.map(({ event }) => event)
  }

  /** The uncommitted events with their destinations. They stay until `clear` is told that they are safe. */
  handOver(): readonly RaisedEvent[] {
    return this.#raised
  }

  /** Lets go of events that were handed over; what was raised since stays. */
  clear(handedOver: readonly RaisedEvent[]): void {
    this.#raised = this.#raised.filter((raised) => !handedOver.includes(raised))
  }

  /** Says that something happened. Takes the destination where the event's class alone does not tell it. */
  protected raise<E extends AnyEvent>(event: E, ...[destination]: DestinationArguments<E>): void {
    const order = nextOrder()
    const raised = { event, order, ...(destination !== undefined && { destination: destination as Destination }) }
    this.#raised = [...this.#raised, Object.freeze(raised)]
  }
}

/** An event that was raised, and where it goes. */
export interface RaisedEvent {
  readonly event: AnyEvent
  readonly destination?: Destination
  /** Grows from one event to the next, over all aggregates of the process. */
  readonly order: number
}

const orderKey = Symbol.for('@tidings/runtime/raise-order')

/** Counted on the global object, so that all copies of this package in one process count together. */
const nextOrder = () => {
  const shared = globalThis as { [orderKey]?: number }
  shared[orderKey] = (shared[orderKey] ?? 0) + 1
  return shared[orderKey]
}
