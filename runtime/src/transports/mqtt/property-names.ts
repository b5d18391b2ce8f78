import { deadLetterHeaders } from '../../transport/dead-letter-headers.js'

/** The User Properties of our own, beside the attributes of CloudEvents. Their values are percent-encoded. */
export const own = {
  ...deadLetterHeaders,
  /** The partition key, where no attribute `partitionkey` says the same. */
  key: 'tidings-key',
  /** The W3C trace context of the hop: `traceparent` is the event's own attribute here. */
  traceparent: 'tidings-traceparent',
  tracestate: 'tidings-tracestate',
  /** Where a message was carried, on one that was given up or comes again. */
  topic: 'tidings-topic',
  address: 'tidings-address',
  family: 'tidings-family',
  application: 'tidings-application',
  /** To which of the subscription's sessions it is passed on. */
  session: 'tidings-session',
  /** How often it was redriven. */
  /** Of a dead letter: whose it is, and what befell it. */
  /** Its payload is not the message's: `none` where that had none, `below` where it is on topics below. */
  body: 'tidings-body',
} as const

export const isOwn = (name: string): boolean => /^tidings-/i.test(name)

/** What goes with the message wherever it goes. */
export const isLasting = (name: string): boolean => {
  const lower = name.toLowerCase()
  return !isOwn(name) || lower === own.key || lower === own.traceparent || lower === own.tracestate
}
