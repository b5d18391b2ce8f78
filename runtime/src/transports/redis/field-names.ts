import { remembered } from '../../message/remembered.js'
import { deadLetterHeaders } from '../../transport/dead-letter-headers.js'

/** The fields of our own, beside those of CloudEvents and of the W3C trace context. */
export const own = {
  ...deadLetterHeaders,
  /** The partition key, where no attribute `partitionkey` says the same. */
  key: 'tidings-key',
  /** Where a message was carried: in a stream of many addresses, and on one that was given up or comes again. */
  address: 'tidings-address',
  family: 'tidings-family',
  application: 'tidings-application',
  /** How often it was redriven. */
  /** Of a dead letter: whose it is, where its original stood, and what befell it. */
  stream: 'tidings-stream',
  entry: 'tidings-entry',
} as const

export const contentType = 'content-type'
export const data = 'data'

/** What is no header of the message's own: ours, the trace's, the content's. */
export const isReserved = remembered((name) => /^(?:tidings-.*|traceparent|tracestate|content-type|data)$/i.test(name))
