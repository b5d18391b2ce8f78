import type { Channel } from './channel.js'
import type { ContractEvent } from './event.js'
import type { Operation } from './operation.js'
import type { NamedSchema } from './schema.js'
import type { Server } from './server.js'

/**
 * What one AsyncAPI document says, in the 3.x shape whatever version it was written in.
 *
 * Plain data: `JSON.parse(JSON.stringify(contract))` equals it. Everything that a later tool needs is here;
 * none of them reads the document again. Lists are sorted by `id` (`schemas` by `name`), so that the order
 * of maps in the document changes nothing. Only the properties of a schema keep their author's order.
 */
export interface Contract {
  /** Version of this model's own shape. */
  readonly model: 1
  /** The AsyncAPI version that the document was written in, such as `2.6.0`. */
  readonly asyncapi: string
  /** The document's `id` (a URI), where it has one. */
  readonly id?: string
  readonly title: string
  readonly version: string
  readonly description?: string
  /** The media type of messages that name none; `application/json` unless the document says otherwise. */
  readonly defaultContentType: string
  /**
   * Whose eyes the operations are seen with: the application that the document describes, or a client of it,
   * for whom each `send` has already been turned into a `receive` and the other way round.
   */
  readonly perspective: Perspective
  readonly servers: readonly Server[]
  readonly channels: readonly Channel[]
  readonly operations: readonly Operation[]
  readonly events: readonly ContractEvent[]
  /** Schemas that are used by name: shared, recursive, or standing under `components`. */
  readonly schemas: readonly NamedSchema[]
}

export type Perspective = 'application' | 'client'
