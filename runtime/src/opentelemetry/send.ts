import type { Hooks } from '../delivery/hooks.js'
import type { Sending, Sent } from '../delivery/sending.js'
import type { Outgoing } from '../transport/transport.js'
import {
  batchAttributes,
  type Destination,
  destinationAttributes,
  destinationLabels,
  destinationOf,
  errorLabels,
  messageAttributes,
  operationAttributes,
  sharedDestination,
  sizeAttributes,
  spanName,
  typeLabels,
} from './attributes.js'
import { type Context, context, type Link, type Span, SpanKind, trace } from './client.js'
import { fail } from './fail.js'
import type { Telemetry } from './telemetry.js'
import { beneath, isSameSpan, spanContextOf, traceOf } from './trace-context.js'

type Outcomes = readonly (Error | undefined)[]

/** Spans and metrics of what is published, recorded in an outbox, and relayed. */
export function sendHook(telemetry: Telemetry): NonNullable<Hooks['send']> {
  return (sending) => {
    const { how, transport, messages } = sending
    if (how === 'record') return { traces: createEach(telemetry, transport, messages) }
    const [first] = messages
    if (how === 'relay' || (messages.length === 1 && first?.trace === undefined)) return sendEach(telemetry, sending)
    return sendTogether(telemetry, sending)
  }
}

/** What comes to be here and is sent together with others, or later. What has a trace already keeps it. */
function createEach(
  { tracer }: Telemetry,
  transport: string,
  messages: readonly Outgoing[],
): NonNullable<Sent['traces']> {
  return messages.map((outgoing) => {
    if (outgoing.trace !== undefined) return outgoing.trace
    const destination = destinationOf(outgoing)
    const attributes = {
      ...operationAttributes(transport, 'create', 'create'),
      ...destinationAttributes(destination),
      ...messageAttributes(outgoing.message),
      ...sizeAttributes(outgoing.message),
    }
    const options = { kind: SpanKind.PRODUCER, attributes, links: linksToOrigin(outgoing, context.active()) }
    const span = tracer.startSpan(spanName('create', destination), options)
    span.end()
    return traceOf(span.spanContext())
  })
}

/** Each message in a span of its own, which is its hop from now on. */
function sendEach(telemetry: Telemetry, { how, transport, messages }: Sending): Sent {
  const spans = messages.map((outgoing) => {
    const recorded = how === 'relay' ? spanContextOf(outgoing.trace) : undefined
    const parent = recorded === undefined ? context.active() : beneath(recorded)
    const destination = destinationOf(outgoing)
    const attributes = {
      ...operationAttributes(transport, 'send', 'send'),
      ...destinationAttributes(destination),
      ...messageAttributes(outgoing.message),
      ...sizeAttributes(outgoing.message),
    }
    const options = { kind: SpanKind.PRODUCER, attributes, links: linksToOrigin(outgoing, parent) }
    return telemetry.tracer.startSpan(spanName('send', destination), options, parent)
  })
  const took = stopwatch()
  return {
    traces: spans.map((span) => traceOf(span.spanContext())),
    end(outcomes) {
      const seconds = took()
      for (const [index, span] of spans.entries()) endSpan(span, outcomes[index])
      for (const [index, outgoing] of messages.entries()) {
        recordDuration(telemetry, transport, destinationOf(outgoing), seconds, outcomes[index])
      }
      count(telemetry, transport, messages, outcomes)
    },
  }
}

/** All in one span, which each one's own is linked from. */
function sendTogether(telemetry: Telemetry, { transport, messages }: Sending): Sent {
  const traces = createEach(telemetry, transport, messages)
  const destination = sharedDestination(messages.map(destinationOf))
  const attributes = {
    ...operationAttributes(transport, 'send', 'send'),
    ...destinationAttributes(destination),
    ...(messages.length === 1 ? messageAttributes(messages[0]?.message) : batchAttributes(messages.length)),
  }
  const options = { kind: SpanKind.CLIENT, attributes, links: traces.flatMap((each) => linkTo(spanContextOf(each))) }
  const span = telemetry.tracer.startSpan(spanName('send', destination), options)
  const took = stopwatch()
  return {
    traces,
    end(outcomes) {
      const failure = outcomes.find((error) => error !== undefined)
      endSpan(span, failure)
      recordDuration(telemetry, transport, destination, took(), failure)
      count(telemetry, transport, messages, outcomes)
    },
  }
}

function endSpan(span: Span, error: Error | undefined): void {
  if (error !== undefined) fail(span, error)
  span.end()
}

function recordDuration(
  { instruments }: Telemetry,
  transport: string,
  destination: Destination,
  seconds: number,
  error: Error | undefined,
): void {
  instruments().operationDuration.record(seconds, {
    ...operationAttributes(transport, 'send', 'send'),
    ...destinationLabels(destination),
    ...(error !== undefined && errorLabels(error)),
  })
}

function count({ instruments }: Telemetry, transport: string, messages: readonly Outgoing[], outcomes: Outcomes): void {
  for (const [index, outgoing] of messages.entries()) {
    const error = outcomes[index]
    instruments().sent.add(1, {
      ...operationAttributes(transport, 'send'),
      ...destinationLabels(destinationOf(outgoing)),
      ...typeLabels(outgoing.message),
      ...(error !== undefined && errorLabels(error)),
    })
  }
}

/** Where the event was made, unless that is the very parent. */
function linksToOrigin({ message }: Outgoing, parent: Context): Link[] {
  const origin = spanContextOf(message.attributes)
  return isSameSpan(origin, trace.getSpanContext(parent)) ? [] : linkTo(origin)
}

export const linkTo = (span: Link['context'] | undefined): Link[] => (span === undefined ? [] : [{ context: span }])

function stopwatch(): () => number {
  const startedAt = performance.now()
  return () => (performance.now() - startedAt) / 1_000
}
