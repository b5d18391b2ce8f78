import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { CloudEvent, type CloudEventV1, HTTP, type Message } from 'cloudevents'
import { expect, expectTypeOf, test } from 'vitest'
import type { AnyEvent } from '../event/any-event.js'
import { Open, OrderConfirmed, type OrderConfirmedData, Pinged, Tagged } from '../event/fixtures/order-events.js'
import { fromCloudEvent } from './from-cloud-event.js'
import { fromHttp, type HttpMessage, toHttp, toHttpBatch } from './http.js'
import { toCloudEvent } from './to-cloud-event.js'

const classes = [OrderConfirmed, Pinged, Tagged, Open] as const
const data = { orderId: '17', items: [{ name: 'Margherita', quantity: 1 }] }
const events: readonly AnyEvent[] = [
  new OrderConfirmed(data, { id: 'e-1', extensions: { traceparent: '00-a-b-01', unknownone: 'kept' } }),
  new Pinged({ id: 'e-2', source: '/a' }),
  new Tagged({ a: [null, 0.5, '😀'] }, { id: 'e-3', headers: { 'X-Tenant': 't', priority: 3 } }),
  new Open('text', { id: 'e-4', subject: 's', dataschema: 'https://example.com/schema' }),
  new Open({ specversion: 'not this' }, { id: 'e-5', source: 'urn:a:b' }),
]

/** In binary mode the package writes a string as it is instead of as JSON, and takes `+json` for text. */
const eventsIn = { structured: events, binary: events.filter((event) => !(event instanceof Open)) }

/** Sends to a server made for this one request, and gives what the server made of it. */
const send = async <T>(
  message: { readonly headers: object; readonly body?: unknown },
  receive: (request: IncomingMessage, body: Buffer) => T,
): Promise<T> => {
  const { promise, resolve, reject } = withResolvers<T>()
  const server = createServer(async (request, response) => {
    try {
      resolve(receive(request, await buffer(request)))
    } catch (error) {
      reject(error)
    }
    response.end()
  })
  // It is awaited below, after the response.
  promise.catch(() => {})
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  try {
    const { port } = server.address() as AddressInfo
    const headers = Object.entries(message.headers).map(([name, value]): [string, string] => [name, String(value)])
    const body = message.body as string | Uint8Array<ArrayBuffer> | undefined
    await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, ...(body !== undefined && { body }) })
    return await promise
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

const withResolvers = <T>() => {
  let resolve: (value: T) => void = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}

const receiveTheirs = (request: IncomingMessage, body: Buffer) => {
  const message: Message = { headers: request.headers, body: body.length === 0 ? undefined : body.toString() }
  return [HTTP.toEvent<unknown>(message)].flat()
}

const receiveOurs = (request: IncomingMessage, body: Buffer) => fromHttp(classes, { headers: request.headers, body })

/** Their classes print times with milliseconds. */
const told = (cloudEvent: CloudEventV1<unknown>) => JSON.parse(JSON.stringify(cloudEvent))

test('an event is what their class takes, by type and at run time', () => {
  const order = new OrderConfirmed(data)
  const theirs = new CloudEvent<OrderConfirmedData>(toCloudEvent(order))
  expect(theirs.validate()).toBe(true)
  expect(told(theirs)).toEqual(JSON.parse(JSON.stringify(order)))
  expectTypeOf(toCloudEvent(order)).toExtend<CloudEventV1<OrderConfirmedData>>()
})

test('an event of theirs is what ours is made of, by type and at run time', () => {
  for (const event of events) expect(fromCloudEvent(classes, new CloudEvent(toCloudEvent(event)))).toStrictEqual(event)
})

test('bytes of theirs are read as the data that they hold', () => {
  const bytes = Buffer.from(JSON.stringify(data))
  const attributes = { ...toCloudEvent(new OrderConfirmed(data)), data: undefined }
  const views = [
    new CloudEvent({ ...attributes, data: new Uint8Array(bytes) }),
    new CloudEvent({ ...attributes, data: Uint32Array.from(bytes) }),
  ]
  for (const theirs of views) expect(fromCloudEvent(OrderConfirmed, theirs).data).toEqual(data)
  const base64 = { ...attributes, data_base64: bytes.toString('base64') }
  expect(fromCloudEvent(OrderConfirmed, base64).data).toEqual(data)
})

test.each(['binary', 'structured'] as const)('their receiver reads our events over HTTP in %s mode', async (mode) => {
  for (const event of eventsIn[mode]) {
    const [theirs] = await send(toHttp(event, mode), receiveTheirs)
    if (theirs === undefined) throw new Error('nothing was received')
    expect(told(theirs)).toMatchObject({ id: event.id, source: event.source, type: event.type, time: event.time })
    expect(fromCloudEvent(classes, theirs)).toEqual(event)
  }
})

test('their receiver reads our batch over HTTP', async () => {
  const theirs = await send(toHttpBatch(events), receiveTheirs)
  expect(theirs.map((event) => fromCloudEvent(classes, event))).toEqual(events)
})

test.each(['binary', 'structured'] as const)('we read their events over HTTP in %s mode', async (mode) => {
  for (const event of eventsIn[mode]) {
    const message = HTTP[mode](new CloudEvent(toCloudEvent(event)))
    expect(await send(message, receiveOurs)).toEqual([event])
  }
})

test('we read over HTTP what we wrote, in each mode', async () => {
  const messages: readonly HttpMessage[] = [
    toHttpBatch(events),
    ...events.flatMap((event) => [toHttp(event), toHttp(event, 'structured')]),
  ]
  const received = await Promise.all(messages.map((message) => send(message, receiveOurs)))
  expect(received.flat()).toEqual([...events, ...events.flatMap((event) => [event, event])])
})
