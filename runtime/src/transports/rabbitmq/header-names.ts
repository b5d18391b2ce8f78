import { deadLetterHeaders } from '../../transport/dead-letter-headers.js'

/** The headers of our own, beside those of CloudEvents and of the W3C trace context. */
export const own = {
  ...deadLetterHeaders,
  /** The partition key, where no attribute `partitionkey` says the same. */
  key: 'tidings-key',
  /** Where a message was carried, on one that was given up or comes again. */
  address: 'tidings-address',
  family: 'tidings-family',
  application: 'tidings-application',
  /** How often it was redriven. */
  /** Of a dead letter: which it is, whose it is, and what befell it. */
  id: 'tidings-dead-letter',
  /** Of a dead letter whose headers left no room for these: its body begins with a line that holds them. */
  headersInBody: 'tidings-headers-in-body',
} as const

/** An attribute, in whichever form: `cloudEvents_id`, `cloudEvents:id`, and `ce-id` or `ce_id` of others. */
export const attributeIn = (header: string): string | undefined =>
  /^(?:cloudevents[_:]|ce[-_])(.+)$/i.exec(header)?.[1]?.toLowerCase()

/** What is no header of the message's own: ours, the trace's, the broker's, and what would send copies of it. */
export const isReserved = (header: string): boolean =>
  attributeIn(header) !== undefined || /^(?:tidings-.*|traceparent|tracestate)$/i.test(header) || isOfBroker(header)

/** What the broker writes, or does something for. */
export const isOfBroker = (header: string): boolean =>
  /^(?:CC|BCC|x-death|x-(?:first|last)-death-.*|x-delivery-count|x-acquired-count|x-delay|x-stream-.*)$/.test(header)
