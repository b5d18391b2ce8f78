import type { AnyEvent } from '../event/event.js'
import type { Message } from '../message/message.js'
import type { Holding } from '../transport/holding.js'
import type { Delivery } from './delivery.js'

/** For whom the policy works: a subscription's knowledge of its events. */
export interface Recipient {
  /** What to do with a message; `undefined` when its type was not asked for. */
  routeOf(message: Message, holding: Holding): Route | undefined
}

export interface DecodedEvent {
  readonly event: AnyEvent
  /** Its partition key, as the version that was sent says where it stands. */
  readonly key: string | undefined
}

export interface Route {
  /** Throws when the message is not what its contract says. */
  decode(message: Message): DecodedEvent
  parametersOf(address: string): Readonly<Record<string, string>>
  handle(event: AnyEvent, delivery: Delivery): unknown
}
