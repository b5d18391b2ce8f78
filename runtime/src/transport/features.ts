/**
 * What a transport can do, as data. A bus that is asked for more refuses to start (`UnsupportedCapability`), the
 * conformance suite tests what is declared and asserts the refusal of the rest, the docs' table is made of it.
 */
export interface Features {
  /** An accepted message survives the end of every process, the broker's included. */
  readonly durable: boolean
  /** Other processes reach the same places. */
  readonly shared: boolean
  /** Instances of one subscription share its messages, each message going to one of them at a time. */
  readonly competing: boolean
  /** Messages of one key, carried to one address, reach a subscription in that order, returned ones included. */
  readonly orderPerKey: boolean
  /** Where a subscription that is new may begin. */
  readonly start: readonly StartFeature[]
  /** One subscription may take all values of an address's parameters. */
  readonly wildcards: boolean
  /** A holding tells how often its message was handed out before, also by processes that were killed. */
  readonly nativeDeliveryCount: boolean
  /** What is held can be kept for longer than the transport's own limit, or there is no such limit. */
  readonly extendLease: boolean
  /** `return` can hold a message back for a while. */
  readonly delayedReturn: boolean
  /** Dead letters can be listed, discarded, and given back to the one subscription that parked them. */
  readonly redrive: boolean
  /** Parking can hold back the key's later messages until the dead letter is redriven or discarded. */
  readonly parkKey: boolean
  /** `carry` can join a transaction of the caller. */
  readonly transactions: boolean
  /** A message whose source and id were carried before is dropped, inside some window. */
  readonly deduplicates: boolean
  /**
   * Messages are shared out among instances by partition, not one by one: what one that closes has not begun may reach
   * another only when what it has begun is done.
   */
  readonly partitioned?: true
  /** The most bytes of data that one message may hold; absent where nothing limits it. */
  readonly maxPayload?: number
  /** Why something is not there and what to do instead, in a sentence. */
  readonly why?: Readonly<Partial<Record<Capability, string>>>
}

export type StartFeature = 'now' | 'beginning' | 'time'

/** A feature that can be asked for. */
export type Capability = Exclude<keyof Features, 'why' | 'maxPayload' | 'partitioned'>
