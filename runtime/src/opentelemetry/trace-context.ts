import type { Attributes } from '../message/message.js'
import type { Trace } from '../transport/holding.js'
import { type Context, createTraceState, isSpanContextValid, ROOT_CONTEXT, type SpanContext, trace } from './client.js'

/** How a span is told to others, by W3C Trace Context; nothing where there is no SDK that made it. */
export function traceOf(span: SpanContext): Trace | undefined {
  if (!isSpanContextValid(span)) return undefined
  const { traceId, spanId, traceFlags, traceState } = span
  const flags = (traceFlags & 0xff).toString(16).padStart(2, '0')
  const tracestate = traceState?.serialize()
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(tracestate && { tracestate }) }
}

/** The span that a trace tells of; of one that is none, nothing. Takes a message's attributes too. */
export function spanContextOf(told: Trace | Attributes | undefined): SpanContext | undefined {
  const { traceparent, tracestate } = (told ?? {}) as Attributes
  if (typeof traceparent !== 'string') return undefined
  const [, version, traceId = '', spanId = '', flags = '', more] = pattern.exec(traceparent.trim()) ?? []
  // Of later versions whatever follows is left alone (section 4.3.5 of the recommendation).
  if (version === undefined || (version === '00' && more !== undefined)) return undefined
  const span: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(typeof tracestate === 'string' && tracestate !== '' && { traceState: createTraceState(tracestate) }),
  }
  return isSpanContextValid(span) ? span : undefined
}

const pattern = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/

/** Where a span begins that is the child of another process's, and of nothing that happens to be under way here. */
export const beneath = (parent: SpanContext | undefined): Context =>
  parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent)

export const isSameSpan = (one: SpanContext | undefined, other: SpanContext | undefined): boolean =>
  one?.spanId === other?.spanId && one?.traceId === other?.traceId
