import type { Hooks } from '../delivery/hooks.js'
import type { Holding } from '../transport/holding.js'
import {
  batchAttributes,
  destinationAttributes,
  destinationLabels,
  operationAttributes,
  originOf,
  sharedDestination,
  spanName,
  subscriptionAttributes,
} from './attributes.js'
import { ROOT_CONTEXT, type SpanContext, SpanKind } from './client.js'
import { linkTo } from './send.js'
import type { Telemetry } from './telemetry.js'
import { spanContextOf } from './trace-context.js'

/** Spans of what came in: afterwards, since a wait that brings nothing is no news. */
export function receivedHook(
  { tracer, instruments }: Telemetry,
  remember: (holding: Holding, receive: SpanContext) => void,
): NonNullable<Hooks['received']> {
  return ({ subscription, transport, deliveries, durationMs }) => {
    const destination = sharedDestination(deliveries.map(originOf))
    const attributes = {
      ...operationAttributes(transport, 'receive', 'receive'),
      ...destinationAttributes(destination),
      ...subscriptionAttributes(subscription),
      ...batchAttributes(deliveries.length),
    }
    const now = Date.now()
    const options = {
      kind: SpanKind.CLIENT,
      attributes,
      links: deliveries.flatMap(({ holding }) => linkTo(spanContextOf(holding.trace))),
      startTime: now - durationMs,
    }
    const span = tracer.startSpan(spanName('receive', destination), options, ROOT_CONTEXT)
    span.end(now)
    for (const { holding } of deliveries) remember(holding, span.spanContext())
    instruments().operationDuration.record(durationMs / 1_000, {
      ...operationAttributes(transport, 'receive', 'receive'),
      ...destinationLabels(destination),
      ...subscriptionAttributes(subscription),
    })
  }
}
