import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { createBus } from '../bus/create-bus.js'
import { OrderCooked, OrderPlaced, TableServed } from '../bus/fixtures/events.js'
import { quiet } from '../bus/fixtures/handlers.js'
import { tampered } from '../bus/fixtures/tampered.js'
import type { BusOptions } from '../index.js'
import { type InMemoryTransport, inMemory } from '../transports/in-memory/index.js'
import { collected, drawn } from './fixtures/collected.js'
import { openTelemetry } from './index.js'

const placed = (note = '', id = 'e-1') => new OrderPlaced({ orderId: '17', note }, { id })

function open(options: Partial<BusOptions<InMemoryTransport>> = {}) {
  const telemetry = collected()
  const bus = createBus({
    application: 'pizzeria',
    transport: inMemory(),
    random: () => 0,
    hooks: [telemetry.hooks, quiet],
    ...options,
  })
  onTestFinished(() => bus.close())
  return { ...telemetry, bus }
}

test('a publish and each attempt of each subscription are one trace, as the conventions name them', async () => {
  const { bus, spans, tracer } = open()
  bus.subscribe('kitchen', OrderPlaced, () => {})
  bus.subscribe('mail', OrderPlaced, async () => {})
  await bus.start()
  await tracer.startActiveSpan('POST /orders', async (request) => {
    await bus.publish(placed('x'))
    request.end()
  })
  await bus.idle()

  const all = spans()
  expect(drawn(all).toSorted()).toEqual([
    'client receive orders ~ send orders',
    'client receive orders ~ send orders',
    'consumer process orders < send orders ~ receive orders',
    'consumer process orders < send orders ~ receive orders',
    'internal POST /orders',
    'producer send orders < POST /orders',
  ])
  const of = (name: string) => all.find((span) => span.name === name)
  const message = {
    'messaging.message.id': 'e-1',
    'messaging.message.body.size': 27,
    'cloudevents.event_id': 'e-1',
    'cloudevents.event_source': 'pizzeria/orders',
    'cloudevents.event_spec_version': '1.0',
    'cloudevents.event_type': 'pizza.order.placed',
  }
  expect(of('send orders')?.attributes).toEqual({
    'messaging.system': 'in-memory',
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'orders',
    ...message,
  })
  expect(of('process orders')?.attributes).toEqual({
    'messaging.system': 'in-memory',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': 'orders',
    'messaging.consumer.group.name': 'kitchen',
    'tidings.delivery.attempt': 1,
    ...message,
  })
  expect(of('receive orders')?.attributes).toEqual({
    'messaging.system': 'in-memory',
    'messaging.operation.name': 'receive',
    'messaging.operation.type': 'receive',
    'messaging.destination.name': 'orders',
    'messaging.consumer.group.name': 'kitchen',
    'messaging.batch.message_count': 1,
  })
})

test("a handler runs inside its attempt: its spans and what it publishes are the attempt's children", async () => {
  const { bus, spans, tracer } = open()
  bus.subscribe('kitchen', OrderPlaced, async ({ data }) => {
    await tracer.startActiveSpan('bake', async (span) => {
      await Promise.resolve()
      await bus.publish(new OrderCooked({ ...data, note: '' }))
      span.end()
    })
  })
  bus.subscribe('waiter', OrderCooked, () => {})
  await bus.start()
  await bus.publish(placed())
  await bus.idle()

  const all = spans().filter(({ name }) => !name.startsWith('receive'))
  expect(drawn(all).map((line) => line.replace(/ ~ .*/, ''))).toEqual([
    'producer send orders',
    'consumer process orders < send orders',
    'internal bake < process orders',
    'producer send orders < bake',
    'consumer process orders < send orders',
  ])
  expect(new Set(all.map((span) => span.spanContext().traceId)).size).toBe(1)
})

test('what is under way where the bus is started, or where an event is published, is no parent of attempts', async () => {
  const { bus, named, tracer } = open()
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, () => {
    seen.push(context.active().getValue(key))
  })
  const key = Symbol('baggage')
  await tracer.startActiveSpan('startup', async (span) => {
    await context.with(context.active().setValue(key, 'leaked'), () => bus.start())
    span.end()
  })
  await bus.publish(placed())
  await bus.idle()

  const [send] = named('send')
  expect(named('process')[0]?.parentSpanContext?.spanId).toBe(send?.spanContext().spanId)
  expect(named('receive')[0]?.parentSpanContext).toBe(undefined)
  expect(seen).toEqual([undefined])
})

test('each further attempt is a span of its own, linked to the one before, and a dead letter to the last', async () => {
  const { bus, named, spans } = open()
  bus.subscribe('kitchen', OrderPlaced, () => Promise.reject(new TypeError('no dough')), { retry: { attempts: 2 } })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()

  expect(drawn(spans())).toEqual([
    'producer send orders',
    'client receive orders ~ send orders',
    'consumer process orders < send orders ~ receive orders',
    'consumer process orders < send orders ~ receive orders, process orders',
    'client dead_letter orders < send orders ~ process orders',
  ])
  const [first, second] = named('process')
  expect([first, second].map((span) => span?.attributes['tidings.delivery.attempt'])).toEqual([1, 2])
  expect(second?.links.at(-1)?.context.spanId).toBe(first?.spanContext().spanId)
  expect(first?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no dough' })
  expect(first?.attributes['error.type']).toBe('TypeError')
  expect(first?.events[0]?.attributes).toMatchObject({ 'exception.type': 'TypeError', 'exception.message': 'no dough' })
  const [letter] = named('dead_letter')
  expect(letter?.attributes).toMatchObject({
    'messaging.operation.type': 'settle',
    'messaging.consumer.group.name': 'kitchen',
    'messaging.message.id': 'e-1',
    'tidings.dead_letter.reason': 'attempts-exhausted',
    'tidings.dead_letter.attempts': 2,
    'error.type': 'TypeError',
  })
  expect(letter?.links[0]?.context.spanId).toBe(second?.spanContext().spanId)
  expect(letter?.status.code).toBe(SpanStatusCode.ERROR)
})

test('a handler that is out of time ends its span, with that as the reason', async () => {
  const { bus, named } = open()
  bus.subscribe('kitchen', OrderPlaced, () => new Promise(() => {}), {
    timeoutMs: 5,
    graceMs: 5,
    retry: { attempts: 1 },
  })
  bus.subscribe(
    'polite',
    OrderPlaced,
    (_, { signal }) => new Promise((_, no) => (signal.onabort = () => no(new Error('?')))),
    {
      timeoutMs: 5,
      retry: { attempts: 1 },
    },
  )
  await bus.start()
  await bus.publish(placed())
  await bus.idle()

  expect(named('process').map(({ attributes }) => attributes['error.type'])).toEqual([
    'TIDINGS_HANDLER_TIMED_OUT',
    'TIDINGS_HANDLER_TIMED_OUT',
  ])
})

test('what is redriven goes on in its trace; the redrive is where it was called for, linked to where the event began', async () => {
  const { bus, spans, tracer } = open()
  let calls = 0
  bus.subscribe('kitchen', OrderPlaced, () => {
    if (calls++ === 0) throw Object.assign(new Error('no dough'), { retryable: false })
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  await tracer.startActiveSpan('on call', async (span) => {
    expect(await bus.deadLetters.redrive()).toBe(1)
    span.end()
  })
  await bus.idle()

  expect(drawn(spans()).filter((line) => !line.includes('client receive'))).toEqual([
    'producer send orders',
    'consumer process orders < send orders ~ receive orders',
    'client dead_letter orders < send orders ~ process orders',
    'internal on call',
    'client redrive kitchen < on call ~ send orders',
    'consumer process orders < send orders ~ receive orders',
  ])
  expect(spans().find(({ name }) => name === 'redrive kitchen')?.attributes).toMatchObject({
    'messaging.system': 'in-memory',
    'messaging.operation.name': 'redrive',
    'messaging.destination.name': 'orders',
    'messaging.consumer.group.name': 'kitchen',
    'cloudevents.event_type': 'pizza.order.placed',
  })
})

test('several events published together have a create each, which one send is linked to', async () => {
  const { bus, spans, named } = open()
  bus.subscribe('kitchen', OrderPlaced, () => {})
  await bus.start()
  await bus.publish([placed('', 'e-1'), placed('', 'e-2')])
  await bus.idle()

  expect(drawn(spans()).toSorted()).toEqual([
    'client receive orders ~ create orders, create orders',
    'client send orders ~ create orders, create orders',
    'consumer process orders < create orders ~ receive orders',
    'consumer process orders < create orders ~ receive orders',
    'producer create orders',
    'producer create orders',
  ])
  expect(named('send')[0]?.attributes).toEqual({
    'messaging.system': 'in-memory',
    'messaging.operation.name': 'send',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'orders',
    'messaging.batch.message_count': 2,
  })
})

test('what is sent together to several addresses of one channel names the channel alone', async () => {
  const { bus, named } = open()
  await bus.start()
  await bus.publish([new TableServed({ table: '1' }), new TableServed({ table: '2' })], {
    parameters: { house: 'rome' },
  })

  const [send] = named('send')
  expect(send?.name).toBe('send houses/{house}/tables/{table}')
  expect(send?.attributes).toMatchObject({ 'messaging.destination.template': 'houses/{house}/tables/{table}' })
  expect(send?.attributes).not.toHaveProperty('messaging.destination.name')
})

test("the hop is the send's; the origin too, unless the event has one, which is linked", async () => {
  const { bus, named, tracer } = open()
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, (event, delivery) => {
    seen.push([delivery.trace?.traceparent, event.extensions['traceparent']])
  })
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  const elsewhere = tracer.startSpan('elsewhere')
  elsewhere.end()
  const { traceId, spanId } = elsewhere.spanContext()
  const own = `00-${traceId}-${spanId}-01`
  await bus.publish(new OrderPlaced({ orderId: '1', note: '' }, { extensions: { traceparent: own } }))
  await bus.idle()

  const hops = named('send').map((span) => {
    const { traceId, spanId } = span.spanContext()
    return `00-${traceId}-${spanId}-01`
  })
  expect(seen).toEqual([
    [hops[0], hops[0]],
    [hops[1], own],
  ])
  const linked = (name: string) =>
    named(name).map(({ links }) => links.some(({ context }) => context.spanId === spanId))
  expect(linked('send')).toEqual([false, true])
  expect(linked('process')).toEqual([false, true])
})

test('what is not accepted fails its span, and the publisher gets the same error', async () => {
  const { hooks, named } = collected()
  const refusal = Object.assign(new Error('disk full'), { code: 'ENOSPC' })
  const transport = tampered(inMemory(), { connection: () => ({ carry: async () => [refusal] }) })
  const bus = createBus({ transport, hooks })
  onTestFinished(() => bus.close())
  await bus.start()
  await expect(bus.publish(placed())).rejects.toThrow('disk full')
  expect(named('send')[0]?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'disk full' })
  expect(named('send')[0]?.attributes['error.type']).toBe('ENOSPC')
})

test('without an SDK nothing goes along with an event', async () => {
  trace.disable()
  context.disable()
  const bus = createBus({ application: 'pizzeria', transport: inMemory(), hooks: openTelemetry() })
  onTestFinished(() => bus.close())
  const seen: unknown[] = []
  bus.subscribe('kitchen', OrderPlaced, (event, { trace }) => void seen.push([trace, event.extensions['traceparent']]))
  await bus.start()
  await bus.publish(placed())
  await bus.idle()
  expect(seen).toEqual([[undefined, undefined]])
})
