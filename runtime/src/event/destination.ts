import type { AnyEvent } from './any-event.js'
import type { EventShape, ShapeOf } from './event-shape.js'

/** Where an event goes, when its class alone does not tell. */
export interface Destination {
  /** The contract's id of the channel; the event's only `send` channel unless given. */
  readonly channel?: string
  /** Values for the parameters of the channel's address. */
  readonly parameters?: Readonly<Record<string, string>>
}

/**
 * What `publish` and `raise` take after the event: nothing where it finds its way alone, else the destination,
 * exactly as its contract allows. Code that handles any event may give one.
 */
export type DestinationArguments<E extends AnyEvent> =
  EventShape extends ShapeOf<E>
    ? [destination?: Destination]
    : [DestinationIn<ShapeOf<E>>] extends [never]
      ? []
      : [destination: DestinationIn<ShapeOf<E>>]

type DestinationIn<S> = S extends { readonly destination: infer D } ? D : never
