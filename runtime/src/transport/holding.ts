import type { Message } from '../message/message.js'
import type { Place } from './place.js'

/**
 * One message in the hands of one instance of a subscription, until it is acknowledged, returned or parked, or
 * its lease ends. What a transport needs to settle it stays behind it: the object is its own receipt.
 */
export interface Holding {
  readonly place: Place
  /** Absent where what was carried is no CloudEvent. */
  readonly message: Message | undefined
  /** Why there is no message. */
  readonly unreadable: Error | undefined
  /** The partition key, where the transport knows it. */
  readonly key: string | undefined
  /**
   * How often the message was handed out before, to anybody, returned or not; 0 at first, and again after a
   * redrive. Absent where the transport cannot count.
   */
  readonly redeliveries: number | undefined
  readonly trace: Trace | undefined
}

/**
 * The W3C trace context of the hop, from publish to handling. It travels in the protocol's own headers; that of
 * the event's origin is an extension attribute of the event.
 */
export interface Trace {
  readonly traceparent: string
  readonly tracestate?: string
}

/** What stood on the wire, for what cannot be read as a message. */
export interface Wire {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}
