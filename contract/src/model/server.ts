import type { Bindings } from './event.js'
import type { Json, Origin } from './schema.js'

/** A broker that the document names. */
export interface Server {
  /** The key under `servers`. */
  readonly id: string
  readonly host: string
  readonly pathname?: string
  /** As written: `kafka`, `nats`, `amqp`, `mqtt`, ... */
  readonly protocol: string
  readonly protocolVersion?: string
  readonly title?: string
  readonly summary?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly bindings?: Bindings
  readonly extensions: { readonly [name: `x-${string}`]: Json }
  readonly origin: Origin
}
