import { remembered } from '../../message/remembered.js'
import { deadLetterHeaders } from '../../transport/dead-letter-headers.js'

/** The headers of our own, beside those of CloudEvents and of the W3C trace context. */
export const own = {
  ...deadLetterHeaders,
  /** The partition key, where no attribute `partitionkey` says the same. Percent-encoded, as attributes are. */
  key: 'tidings-key',
  /** Where a message was carried, on one that was given up or comes again. */
  address: 'tidings-address',
  family: 'tidings-family',
  application: 'tidings-application',
  /** How often it was redriven. */
  /** Of a dead letter: whose it is, and what befell it. */
  subject: 'tidings-subject',
  /** Of a dead letter that was too large to be stored whole: stream, sequence and time of the original. */
  original: 'tidings-original',
} as const

/** What is no header of the message's own: the server's, ours, the trace's, the content's. */
export const isReserved = remembered((name) =>
  /^(?:nats-.*|tidings-.*|traceparent|tracestate|content-type)$/i.test(name),
)
