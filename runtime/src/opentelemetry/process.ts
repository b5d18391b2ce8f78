import type { Delivery } from '../delivery/delivery.js'
import type { Circumstances, Failed } from '../delivery/facts.js'
import type { Hooks } from '../delivery/hooks.js'
import { isThenable } from '../delivery/is-thenable.js'
import type { Holding } from '../transport/holding.js'
import {
  destinationAttributes,
  destinationLabels,
  errorLabels,
  messageAttributes,
  operationAttributes,
  originOf,
  sizeAttributes,
  spanName,
  subscriptionAttributes,
  typeLabels,
} from './attributes.js'
import { type Attributes, context, isSpanContextValid, type SpanContext, SpanKind, trace } from './client.js'
import { fail } from './fail.js'
import { linkTo } from './send.js'
import type { Telemetry } from './telemetry.js'
import { beneath, isSameSpan, spanContextOf } from './trace-context.js'

/** Spans and metrics of attempts. What is made inside a handler is beneath its attempt. */
export class ProcessSpans {
  readonly #telemetry: Telemetry
  readonly #receives = new WeakMap<Holding, SpanContext>()
  readonly #lastAttempts = new WeakMap<Holding, SpanContext>()
  readonly #open = new WeakMap<Delivery, (error?: { readonly error: unknown }) => void>()

  constructor(telemetry: Telemetry) {
    this.#telemetry = telemetry
  }

  received(holding: Holding, receive: SpanContext): void {
    if (isSpanContextValid(receive)) this.#receives.set(holding, receive)
  }

  lastAttempt(holding: Holding): SpanContext | undefined {
    return this.#lastAttempts.get(holding)
  }

  readonly handle: NonNullable<Hooks['handle']> = (delivery, next, circumstances) => {
    const { inside, end } = this.#begin(delivery, circumstances)
    this.#open.set(delivery, end)
    // A handler that does not know why it was told to stop says less than whoever told it.
    const failed = (error: unknown) => end({ error: delivery.signal.aborted ? delivery.signal.reason : error })
    return context.with(inside, () => {
      try {
        const result = next()
        if (isThenable(result)) result.then(() => end(), failed)
        else end()
        return result
      } catch (error) {
        failed(error)
        throw error
      }
    })
  }

  failed({ delivery, error, retryInMs, ...circumstances }: Failed): void {
    // One that is out of time may never end.
    this.#open.get(delivery)?.({ error })
    if (retryInMs === undefined) return
    const labels = { ...labelsOf(delivery.subscription, circumstances), ...errorLabels(error) }
    this.#telemetry.instruments().retries.add(1, labels)
  }

  #begin(delivery: Delivery, circumstances: Circumstances) {
    const { tracer, instruments } = this.#telemetry
    const { holding } = circumstances
    const origin = spanContextOf(holding.message?.attributes)
    const hop = spanContextOf(holding.trace) ?? origin
    const links = [
      ...(isSameSpan(origin, hop) ? [] : linkTo(origin)),
      ...linkTo(this.#receives.get(holding)),
      ...linkTo(this.#lastAttempts.get(holding)),
    ]
    const parent = beneath(hop)
    const options = { kind: SpanKind.CONSUMER, attributes: attributesOf(delivery, circumstances), links }
    const span = tracer.startSpan(spanName('process', originOf(circumstances)), options, parent)
    const labels = labelsOf(delivery.subscription, circumstances)
    if (delivery.attempt === 1) recordLag(this.#telemetry, holding, labels)
    const startedAt = performance.now()
    let isOpen = true
    const end = (failure?: { readonly error: unknown }) => {
      if (!isOpen) return
      isOpen = false
      const outcome = failure === undefined ? labels : { ...labels, ...errorLabels(failure.error) }
      instruments().processDuration.record((performance.now() - startedAt) / 1_000, {
        ...outcome,
        'messaging.operation.type': 'process',
      })
      if (delivery.attempt === 1) instruments().consumed.add(1, outcome)
      if (failure !== undefined) {
        fail(span, failure.error)
        if (isSpanContextValid(span.spanContext())) this.#lastAttempts.set(holding, span.spanContext())
      }
      span.end()
    }
    return { inside: trace.setSpan(parent, span), end }
  }
}

function attributesOf({ subscription, attempt, redeliveries }: Delivery, circumstances: Circumstances): Attributes {
  const { transport, holding } = circumstances
  return {
    ...operationAttributes(transport, 'process', 'process'),
    ...destinationAttributes(originOf(circumstances)),
    ...subscriptionAttributes(subscription),
    ...messageAttributes(holding.message),
    ...sizeAttributes(holding.message),
    'tidings.delivery.attempt': attempt,
    ...(redeliveries !== undefined && redeliveries > 0 && { 'tidings.delivery.redeliveries': redeliveries }),
  }
}

function labelsOf(subscription: string, circumstances: Circumstances): Attributes {
  return {
    ...operationAttributes(circumstances.transport, 'process'),
    ...destinationLabels(originOf(circumstances)),
    ...subscriptionAttributes(subscription),
    ...typeLabels(circumstances.holding.message),
  }
}

/** Clocks of two machines may disagree. */
function recordLag({ instruments }: Telemetry, { message }: Holding, labels: Attributes): void {
  const happenedAt = Date.parse(message?.attributes.time ?? '')
  if (!Number.isNaN(happenedAt)) instruments().lag.record(Math.max(0, Date.now() - happenedAt) / 1_000, labels)
}
