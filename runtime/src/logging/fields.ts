import type { Delivery } from '../delivery/delivery.js'
import { describeError } from '../delivery/describe-error.js'
import type { Circumstances } from '../delivery/facts.js'
import type { Trace } from '../transport/holding.js'
import type { Fields } from './logger.js'

/** What a message is, never what it says. */
export function eventFields(event: EventIdentity | undefined): Fields {
  if (event === undefined) return {}
  const { type, id, source } = event
  return { eventType: type, eventId: id, ...(source !== undefined && { eventSource: source }) }
}

interface EventIdentity {
  readonly type: string
  readonly id: string
  /** Absent until it is published, where the contract gives none. */
  readonly source?: string | undefined
}

export const circumstanceFields = ({ holding, transport }: Circumstances): Fields => ({
  transport,
  address: holding.place.address,
  ...eventFields(holding.message?.attributes),
  ...traceFields(holding.trace),
})

export const deliveryFields = ({ subscription, attempt, redeliveries }: Delivery): Fields => ({
  subscription,
  attempt,
  ...(redeliveries !== undefined && { redeliveries }),
})

/** For people: with the stack. */
export function errorFields(error: unknown): Fields {
  const stack = error instanceof Error ? error.stack : undefined
  return { error: { ...describeError(error), ...(stack !== undefined && { stack }) } }
}

/** Under the names by which logs are found from a trace (OpenTelemetry, trace context in non-OTLP log formats). */
function traceFields(trace: Trace | undefined): Fields {
  const [, trace_id, span_id] = trace?.traceparent.split('-') ?? []
  return trace_id === undefined || span_id === undefined ? {} : { trace_id, span_id }
}
