import type { DeadLettered, Redriven, Skipped } from '../delivery/facts.js'
import type { Holding } from '../transport/holding.js'
import {
  destinationAttributes,
  destinationLabels,
  errorLabels,
  messageAttributes,
  operationAttributes,
  originOf,
  spanName,
  subscriptionAttributes,
  typeLabels,
} from './attributes.js'
import { type SpanContext, SpanKind } from './client.js'
import { fail } from './fail.js'
import { linkTo } from './send.js'
import type { Telemetry } from './telemetry.js'
import { beneath, spanContextOf } from './trace-context.js'

/** A dead letter, in the trace of its event. */
export function deadLetteredHook(
  { tracer, instruments }: Telemetry,
  lastAttempt: (holding: Holding) => SpanContext | undefined,
): (fact: DeadLettered) => void {
  return ({ subscription, details, error, ...circumstances }) => {
    const { transport, holding } = circumstances
    const { reason, attempts } = details
    const destination = originOf(circumstances)
    const attributes = {
      ...operationAttributes(transport, 'dead_letter', 'settle'),
      ...destinationAttributes(destination),
      ...subscriptionAttributes(subscription),
      ...messageAttributes(holding.message),
      'tidings.dead_letter.reason': reason,
      'tidings.dead_letter.attempts': attempts,
    }
    const options = { kind: SpanKind.CLIENT, attributes, links: linkTo(lastAttempt(holding)) }
    const hop = spanContextOf(holding.trace) ?? spanContextOf(holding.message?.attributes)
    const span = tracer.startSpan(spanName('dead_letter', destination), options, beneath(hop))
    fail(span, error)
    span.end()
    instruments().deadLetters.add(1, {
      ...operationAttributes(transport, 'dead_letter'),
      ...destinationLabels(destination),
      ...subscriptionAttributes(subscription),
      ...typeLabels(holding.message),
      ...errorLabels(error),
      'tidings.dead_letter.reason': reason,
    })
  }
}

/** A redrive is where it was called for; it is linked to the event's origin, whose trace the event goes on in. */
export function redrivenHook({ tracer, instruments }: Telemetry): (fact: Redriven) => void {
  return ({ subscription, transport, place, attributes }) => {
    const message = attributes && { attributes }
    const options = {
      kind: SpanKind.CLIENT,
      attributes: {
        ...operationAttributes(transport, 'redrive'),
        ...destinationAttributes(place),
        ...subscriptionAttributes(subscription),
        ...messageAttributes(message),
      },
      links: linkTo(spanContextOf(attributes)),
    }
    // A dead letter need not know that its address is one of many.
    tracer.startSpan(`redrive ${subscription}`, options).end()
    instruments().redriven.add(1, {
      ...operationAttributes(transport, 'redrive'),
      ...subscriptionAttributes(subscription),
      ...typeLabels(message),
    })
  }
}

export function skippedHook({ instruments }: Telemetry): (fact: Skipped) => void {
  return ({ subscription, ...circumstances }) => {
    instruments().skipped.add(1, {
      ...operationAttributes(circumstances.transport, 'skip'),
      ...destinationLabels(originOf(circumstances)),
      ...subscriptionAttributes(subscription),
      ...typeLabels(circumstances.holding.message),
    })
  }
}
