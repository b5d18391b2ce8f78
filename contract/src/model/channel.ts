import type { Bindings, Location } from './event.js'
import type { Json, Origin } from './schema.js'

/** Where events flow. */
export interface Channel {
  /** The key under `channels`; for a 2.x document, which has no other, the address. */
  readonly id: string
  /** May hold parameters: `orders/{orderId}`. `null` where the document leaves it open. */
  readonly address: string | null
  /** In the order in which the address names them. */
  readonly parameters: readonly Parameter[]
  /** Ids of the servers that carry it, sorted; none means all. */
  readonly servers: readonly string[]
  /** Ids of its events, sorted. */
  readonly events: readonly string[]
  readonly title?: string
  readonly summary?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly bindings?: Bindings
  readonly extensions: { readonly [name: `x-${string}`]: Json }
  readonly origin: Origin
}

/** A part of an address that is known only when an event is sent. Always a string (AsyncAPI 3.0). */
export interface Parameter {
  readonly name: string
  readonly enum?: readonly string[]
  /** Documented; never applied. */
  readonly default?: string
  readonly description?: string
  /** Where in the event its value stands, where the document says so. */
  readonly location?: Location
}
