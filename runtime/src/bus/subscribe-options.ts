import type { DeliveryOptions } from '../delivery/policy.js'
import type { Inbox } from '../inbox/inbox.js'
import type { StartPosition } from '../transport/place.js'

/** All may be left out: `subscribe('kitchen', OrderConfirmed, handler)` is a whole subscription. */
export interface SubscribeOptions extends DeliveryOptions {
  /**
   * Which of the events' channels, by their contract's id, and which values of their addresses' parameters. All of
   * both unless given; all values of a parameter need a transport with wildcards.
   */
  readonly from?: ChannelChoice | readonly ChannelChoice[]
  /** `tolerant` lets undeclared properties of a newer producer pass. Default `strict`. */
  readonly validate?: 'strict' | 'tolerant'
  /** Where it begins when it is new: `now` (the default), `beginning`, or a time. */
  readonly start?: StartPosition
  /** Handles what comes again once. Default: the bus's. */
  readonly inbox?: Inbox
}

export interface ChannelChoice {
  readonly channel: string
  readonly parameters?: Readonly<Record<string, string>>
}
