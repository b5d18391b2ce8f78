import type { Bindings, Location } from './event.js'
import type { Json, Origin } from './schema.js'

/** What the application does with a channel. */
export interface Operation {
  /** The key under `operations`; in 2.x the `operationId`, else `<action>/<channel>`. */
  readonly id: string
  /** Seen by the contract's perspective. */
  readonly action: 'send' | 'receive'
  /** Id of the channel. */
  readonly channel: string
  /** Ids of the events that it sends or receives, sorted. */
  readonly events: readonly string[]
  readonly reply?: Reply
  readonly title?: string
  readonly summary?: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly bindings?: Bindings
  readonly extensions: { readonly [name: `x-${string}`]: Json }
  readonly origin: Origin
}

/** What comes back: typed for the application; the bus makes no remote calls. */
export interface Reply {
  /** Id of the channel, where it is fixed. */
  readonly channel?: string
  /** Where the request says to send the reply. */
  readonly address?: Location
  /** Ids of the events that may answer, sorted. */
  readonly events: readonly string[]
}
