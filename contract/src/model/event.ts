import type { ExternalDocs, Json, Origin, Schema } from './schema.js'

/** One message of the contract: something that happened. */
export interface ContractEvent {
  /** Unique in the contract. The message's `name`, else its id or key, made unique where two share it. */
  readonly id: string
  /**
   * The name that people use, such as `OrderConfirmed`: the convention's, else `id`. Versions of one event
   * share it; `version` then tells them apart.
   */
  readonly name: string
  readonly kind: EventKind
  /** By convention alone, never guessed from a name. */
  readonly version?: number
  /** The CloudEvents `type`: the convention's, the const of the document's own CloudEvents, else derived. */
  readonly type: string
  /**
   * The CloudEvents `source`. Absent where the bus stamps its application: events of another team's document
   * seen by a client.
   */
  readonly source?: string
  /** The CloudEvents `subject`: fixed text, or where in the event it stands. */
  readonly subject?: string | Location
  /** Where the partition key stands. */
  readonly key?: Location
  /** The type of the aggregate that raises it, such as `Order`; `key` then holds that aggregate's id. */
  readonly aggregate?: string
  /** The media type of `data`. */
  readonly contentType: string
  /** The schema of `data`; absent where the message has no payload. */
  readonly payload?: Schema
  /** The schema of the message's own headers, without those that carry CloudEvents attributes. */
  readonly headers?: Schema
  /** How the document itself speaks CloudEvents: its payload is the envelope, or its headers are the attributes. */
  readonly cloudEvents?: 'structured' | 'binary'
  /** The format that the payload was written in, where it is not JSON Schema, such as `avro`. */
  readonly schemaFormat?: string
  /** Where the correlation id stands. */
  readonly correlation?: Location
  /** Ids of the channels that carry it, sorted. */
  readonly channels: readonly string[]
  readonly examples: readonly EventExample[]
  readonly title?: string
  readonly summary?: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly tags: readonly string[]
  readonly externalDocs?: ExternalDocs
  readonly bindings?: Bindings
  /** `x-` extensions of the message other than our conventions, as they stand. */
  readonly extensions: { readonly [name: `x-${string}`]: Json }
  readonly origin: Origin
}

/** Domain: inside one application. Integration: between applications, versioned. */
export type EventKind = 'domain' | 'integration'

/** A place inside an event; written `$message.payload#/orderId` in a document (a runtime expression, AsyncAPI 3.0). */
export interface Location {
  readonly in: 'payload' | 'headers'
  /** The reference tokens of the JSON pointer, unescaped; none for the whole. */
  readonly path: readonly string[]
}

export interface EventExample {
  readonly name?: string
  readonly summary?: string
  /** What the example shows as `data`; absent where it shows headers alone. */
  readonly payload?: Json
  readonly headers?: Json
  readonly origin: Origin
}

/** Bindings by protocol, as they stand. */
export interface Bindings {
  readonly [protocol: string]: Json
}
