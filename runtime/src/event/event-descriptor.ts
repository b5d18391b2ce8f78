import type { Codec } from '../codec/codec.js'
import type { Bindings } from '../transport/bindings.js'
import type { AnyEvent } from './any-event.js'
import type { EventClass } from './event-class.js'

/** What an event class knows of its way. Written by the generator, read by the runtime. */
export interface EventDescriptor<E extends AnyEvent = AnyEvent> {
  /** The event's name in its contract, shared by its versions: `OrderConfirmed`. */
  readonly name: string
  /** The CloudEvents `type`. */
  readonly type: E['type']
  readonly kind: 'domain' | 'integration'
  readonly version?: number
  /** The CloudEvents `source`; absent where the bus stamps its application's name at publish. */
  readonly source?: string
  /** The CloudEvents `subject`: fixed text, or where in the event it stands. */
  readonly subject?: string | EventLocation
  /** Where the partition key stands. */
  readonly key?: EventLocation
  /** The type of the aggregate that raises it; `key` then holds that aggregate's id. */
  readonly aggregate?: string
  /** The contract's channels that carry it, by their ids. */
  readonly channels: Readonly<Record<string, ChannelDescriptor>>
  readonly codec: Codec
  /** The names of the headers that the contract declares; absent where it declares none by name. */
  readonly headers?: readonly string[]
  /** Classes of the same event's earlier versions, oldest first. */
  readonly earlier?: readonly EventClass[]
}

/** A place inside an event: the unescaped reference tokens of a JSON pointer. */
export interface EventLocation {
  readonly in: 'payload' | 'headers'
  readonly path: readonly string[]
}

export interface ChannelDescriptor {
  /** May hold parameters: `orders/{orderId}`. `null` where the contract leaves it open. */
  readonly address: string | null
  /** What this application does with the event there; absent where its operations do not say. */
  readonly action?: 'send' | 'receive' | 'both'
  /** Parameters of the address whose values stand in the event. */
  readonly parameters?: Readonly<Record<string, EventLocation>>
  /** Ids of the contract's servers that carry it; absent where all do. */
  readonly servers?: readonly string[]
  /** What the contract's bindings say, for transports; absent where they say nothing. */
  readonly bindings?: ChannelBindings
}

/** By protocol, as they stand in the contract: those of the channel, and of the operations by which the event goes there. */
export interface ChannelBindings {
  readonly channel?: Bindings
  readonly send?: Bindings
  readonly receive?: Bindings
}
