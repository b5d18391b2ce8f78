import { withAttributes } from '../message/event-message.js'
import type { Trace } from '../transport/holding.js'
import type { Outgoing } from '../transport/transport.js'

/**
 * The trace of the publish goes with the message: as the hop's, and as the origin's where the event has none yet
 * (CloudEvents, distributed-tracing extension).
 */
export function withTrace(outgoing: Outgoing, trace: Trace | undefined): Outgoing {
  if (trace === undefined) return outgoing
  const { message } = outgoing
  if (message.attributes['traceparent'] !== undefined) return { ...outgoing, trace }
  const { traceparent, tracestate } = trace
  const origin = { traceparent, ...(tracestate !== undefined && { tracestate }) }
  return { ...outgoing, trace, message: withAttributes(message, origin) }
}
