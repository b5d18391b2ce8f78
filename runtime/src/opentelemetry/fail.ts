import { describeError } from '../delivery/describe-error.js'
import { errorLabels } from './attributes.js'
import { type Span, SpanStatusCode } from './client.js'

/** The span tells that, and why, what it is about failed. */
export function fail(span: Span, error: unknown): void {
  const { name, message } = describeError(error)
  span.setAttributes(errorLabels(error))
  span.recordException(error instanceof Error ? error : { name, message })
  span.setStatus({ code: SpanStatusCode.ERROR, message })
}
