import type { EventShape, ShapeMember } from './event-shape.js'

/** What may be said of an event when it is made, beside its data. All that is left out is filled in. */
export type EventContext<S extends EventShape = EventShape> = ContextAttributes &
  HeadersMember<ShapeMember<S, 'headers'>>

/** What `new` takes: data where the event has some, then the context, which is optional unless it holds needed headers. */
export type EventArguments<S extends EventShape> = 'data' extends keyof S
  ? [data: S['data'], ...context: ContextArgument<S>]
  : ContextArgument<S>

type ContextArgument<S extends EventShape> =
  Record<never, never> extends EventContext<S> ? [context?: EventContext<S>] : [context: EventContext<S>]

type HeadersMember<Headers> = [Headers] extends [undefined]
  ? unknown
  : Record<never, never> extends Headers
    ? { readonly headers?: Headers }
    : { readonly headers: Headers }

/** The part of a context that every event takes. */
export interface ContextAttributes {
  /**
   * Unique within the source. A UUID v7 unless given; inside a handler it is derived from the delivery, so that
   * handling again makes the same event again.
   */
  readonly id?: string
  /** When it happened, as an RFC 3339 instant. Now, unless given. */
  readonly time?: string | Date
  /** A URI reference; the contract's, unless given. */
  readonly source?: string
  readonly subject?: string
  /** The URI of the schema that the data adheres to. */
  readonly dataschema?: string
  /** CloudEvents extension attributes: names of lower-case letters and digits. Bytes become their base64 text. */
  readonly extensions?: Readonly<Record<string, string | number | boolean | Uint8Array>>
}
