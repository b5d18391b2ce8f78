import type { AnyEvent } from './any-event.js'
import type { DestinationArguments } from './destination.js'

/** The slice of the bus that whoever publishes needs. */
export interface Publishing {
  /** Resolves once the transport has accepted the event; handlers run on their own. */
  publish<E extends AnyEvent>(event: E, ...destination: DestinationArguments<E>): Promise<void>
}
