import type { PlaceBindings } from './bindings.js'

/** Where messages flow: one address, as a transport is told to carry to. */
export interface Place {
  /** The channel's address, its parameters filled in: `orders/17`. */
  readonly address: string
  /**
   * The application that the address belongs to, for what must stay inside it (domain events). The same address
   * of two applications, or of an application and of none, are different places; how a transport writes that is
   * its own affair.
   */
  readonly application?: string
  /**
   * The channel's address with its parameters in braces, where it has some: `orders/{orderId}`. For transports that
   * set something up for each channel, or whose wildcards stand for one word.
   */
  readonly family?: string
  /**
   * What the contract's AsyncAPI bindings say of the channel and of the operation that sends; absent where they say
   * nothing. A transport honours what has a meaning for its broker, and warns once of the rest that is meant for it.
   * The place of a holding or dead letter need not have it.
   */
  readonly bindings?: PlaceBindings
}

/** Where a subscription's messages come from: one address, or a family of them. */
export interface Source {
  /** The channel's address; a parameter left in braces takes all of its values: `orders/{orderId}`. */
  readonly address: string
  readonly application?: string
  /** The channel's address with all its parameters in braces, where it has some, also where `address` fills them in. */
  readonly family?: string
  /** The id of the channel in its contract, for messages to people. */
  readonly channel?: string
  /** What the contract's bindings say of the channel and of the operation that receives, as for a `Place`. */
  readonly bindings?: PlaceBindings
}

/**
 * A durable, named place: it has its own position, and each message that its sources carry after it was declared
 * reaches it. Instances that name the same subscription of the same application compete.
 */
export interface SubscriptionPlace {
  readonly name: string
  readonly application?: string
  readonly sources: readonly Source[]
  /** The CloudEvents types asked for. A transport may filter by them, and need not. */
  readonly types: readonly string[]
  readonly order: 'none' | 'per-key'
  /** Where it begins when it is new; one that exists goes on from its own position. */
  readonly start: StartPosition
  /** The most messages that one instance may hold. */
  readonly prefetch: number
  /** The bus parks what was handed out this often; a limit of the broker's own must be higher. */
  readonly maxDeliveries: number
}

export type StartPosition = 'now' | 'beginning' | Date

/** The places that a bus needs before it starts. */
export interface Topology {
  readonly subscriptions: readonly SubscriptionPlace[]
}
