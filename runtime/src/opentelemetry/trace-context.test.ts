import { createTraceState, type SpanContext, TraceFlags } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { spanContextOf, traceOf } from './trace-context.js'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
const span: SpanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED }

test.each<[string, SpanContext, unknown]>([
  ['sampled', span, { traceparent: `00-${traceId}-${spanId}-01` }],
  ['not sampled', { ...span, traceFlags: 0 }, { traceparent: `00-${traceId}-${spanId}-00` }],
  [
    'with a state',
    { ...span, traceState: createTraceState('a=b,c=d') },
    { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'a=b,c=d' },
  ],
  ['none', { ...span, traceId: '0'.repeat(32) }, undefined],
])('a span that is %s is written so', (_, given, wanted) => {
  expect(traceOf(given)).toEqual(wanted)
})

test('what was written is read', () => {
  const written = traceOf({ ...span, traceState: createTraceState('a=b') })
  const read = spanContextOf(written)
  expect(read).toMatchObject({ ...span, isRemote: true })
  expect(read?.traceState?.serialize()).toBe('a=b')
})

test('of a later version what is known is read', () => {
  expect(spanContextOf({ traceparent: `01-${traceId}-${spanId}-01-more` })).toMatchObject({ traceId, spanId })
})

test.each([
  ['absent', undefined],
  ['empty', ''],
  ['version ff', `ff-${traceId}-${spanId}-01`],
  ['version 00 with more', `00-${traceId}-${spanId}-01-more`],
  ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['short', `00-${traceId}-${spanId}`],
])('a traceparent that is %s is none', (_, traceparent) => {
  expect(spanContextOf(traceparent === undefined ? undefined : { traceparent })).toBe(undefined)
})
