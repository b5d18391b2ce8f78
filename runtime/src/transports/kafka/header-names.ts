import { deadLetterHeaders } from '../../transport/dead-letter-headers.js'

/** The headers of our own, beside those of CloudEvents and of the W3C trace context. */
export const own = {
  ...deadLetterHeaders,
  /** Where a message was carried: where its topic holds several addresses, when it was given up, when it comes again. */
  address: 'tidings-address',
  family: 'tidings-family',
  application: 'tidings-application',
  /** Of a dead letter: where it stood. */
  topic: 'tidings-topic',
  partition: 'tidings-partition',
  offset: 'tidings-offset',
  /** Of a dead letter: the record's own key, since its topic needs another; and whether its value was null. */
  key: 'tidings-key',
  nullValue: 'tidings-null-value',
  /** Of a dead letter that was too large to be stored: its original is where it stood. */
  elsewhere: 'tidings-elsewhere',
  /** Of what removes a dead letter: which redriving or discarding it was, so that whoever did it knows it again. */
  settlement: 'tidings-settlement',
} as const

export const isOwn = (name: string): boolean => /^tidings-/i.test(name)

/** What is no header of the message's own: ours, the trace's, the content's. */
export const isReserved = (name: string): boolean =>
  isOwn(name) || /^(?:traceparent|tracestate|content-type)$/i.test(name)
