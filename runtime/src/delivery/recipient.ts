import type { AnyEvent } from '../event/event.js'
import type { Message } from '../message/message.js'
import type { Holding } from '../transport/holding.js'
import type { Delivery } from './delivery.js'

/** For whom the policy works: a subscription's knowledge of its events. */
export interface Recipient {
  /** What to do with a message; `undefined` when its type was not asked for. */
  routeOf(message: Message, holding: Holding): Route | undefined
  /** The address with its parameters in braces, where it has some and belongs to one of its channels. */
  familyOf(address: string): string | undefined
}

export interface DecodedEvent {
  readonly event: AnyEvent
  /** The version that was sent. */
  readonly sent: AnyEvent
}

export interface Route {
  /** Throws when the message is not what its contract says. */
  decode(message: Message): DecodedEvent
  /** Its partition key, as the version that was sent says where it stands. */
  keyOf(decoded: DecodedEvent): string | undefined
  parametersOf(address: string): Readonly<Record<string, string>>
  handle(event: AnyEvent, delivery: Delivery): unknown
}
