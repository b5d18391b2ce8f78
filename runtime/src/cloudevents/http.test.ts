import { expect, test } from 'vitest'
import { isUndecodableMessage } from '../error/undecodable-message.js'
import { isUnsupportedContentType } from '../error/unsupported-content-type.js'
import { OrderConfirmed, Pinged } from '../event/fixtures/order-events.js'
import { fromUtf8 } from '../message/utf8.js'
import { fromHttp, httpMode, toHttp, toHttpBatch } from './http.js'

const order = new OrderConfirmed({ orderId: 'è 1', items: [] }, { id: 'e-1', time: '2026-03-01T12:00:00Z' })
const pinged = new Pinged({ id: 'e-2', time: '2026-03-01T12:00:00Z', source: '/a' })
const envelope = '{"specversion":"1.0","id":"e-2","source":"/a","type":"pinged","time":"2026-03-01T12:00:00Z"}'

const thrownBy = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('an event in binary mode has its attributes in headers and its data as the body', () => {
  const { headers, body = new Uint8Array() } = toHttp(order)
  expect({ headers, body: fromUtf8(body) }).toEqual({
    headers: {
      'ce-specversion': '1.0',
      'ce-id': 'e-1',
      'ce-source': 'shop/orders',
      'ce-type': 'com.shop.order.confirmed.v1',
      'ce-time': '2026-03-01T12:00:00Z',
      'ce-subject': '%C3%A8%201',
      'ce-partitionkey': '%C3%A8%201',
      'content-type': 'application/json',
    },
    body: '{"orderId":"è 1","items":[]}',
  })
})

test('an event without data has neither body nor content type', () => {
  const { headers, ...rest } = toHttp(pinged)
  expect(Object.keys(headers)).toEqual(['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time'])
  expect(rest).toEqual({})
})

test('an event in structured mode is all in the body', () => {
  const { headers, body = new Uint8Array() } = toHttp(pinged, 'structured')
  expect({ headers, body: fromUtf8(body) }).toEqual({
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    body: envelope,
  })
})

test('a source is stamped on an event that has none', () => {
  expect(toHttp(new Pinged(), 'binary', { source: '/bus' }).headers['ce-source']).toBe('/bus')
})

test.each([
  ['binary', { 'CE-Id': 'a' }],
  ['binary', new Headers({ 'ce-specversion': '1.0', 'content-type': 'application/json' })],
  ['structured', { 'Content-Type': 'Application/CloudEvents+JSON; charset=utf-8' }],
  ['structured', { 'content-type': 'application/cloudevents', 'ce-id': 'a' }],
  ['batch', [['content-type', 'application/cloudevents-batch+json']] as const],
  [undefined, { 'content-type': 'application/json' }],
  [undefined, {}],
])('%s mode is told by the headers', (mode, headers) => {
  expect(httpMode(headers)).toBe(mode)
})

test.each([
  ['text', envelope],
  ['bytes', Buffer.from(envelope)],
  ['a buffer', new TextEncoder().encode(envelope).buffer],
])('a body may be %s', (_, body) => {
  expect(fromHttp(Pinged, { headers: { 'content-type': 'application/cloudevents+json' }, body })).toEqual([pinged])
})

test('an empty body is no data', () => {
  expect(fromHttp(Pinged, { headers: { ...toHttp(pinged).headers, 'content-type': 'text/plain' }, body: '' })).toEqual([
    pinged,
  ])
})

test('the headers of the connection are not the headers of the message', () => {
  const { headers, body } = toHttp(order)
  const received = { ...headers, host: 'localhost', accept: ['a', 'b'], 'user-agent': undefined }
  expect(fromHttp([Pinged, OrderConfirmed], { headers: received, body })).toEqual([order])
})

test('a batch holds as many events as were sent', () => {
  expect(fromHttp([Pinged, OrderConfirmed], toHttpBatch([order, pinged, order]))).toEqual([order, pinged, order])
  expect(fromHttp(Pinged, toHttpBatch([]))).toEqual([])
})

test('newer properties pass where they are tolerated', () => {
  const body = JSON.stringify({ ...order.toJSON(), data: { orderId: '1', items: [], colour: 'red' } })
  const received = { headers: { 'content-type': 'application/cloudevents+json' }, body }
  expect(() => fromHttp(OrderConfirmed, received)).toThrow('data /colour')
  expect(fromHttp(OrderConfirmed, received, { validate: 'tolerant' })[0]?.data).toHaveProperty('colour', 'red')
})

test.each([
  ['neither ce- headers', { headers: { 'content-type': 'application/json' }, body: '{}' }],
  ['without id', { headers: { 'ce-specversion': '1.0', 'ce-source': '/a', 'ce-type': 't' } }],
  ['No class for an event of type pinged: expected com.shop', toHttp(pinged)],
  ['No CloudEvent', { headers: { 'content-type': 'application/cloudevents+json' } }],
])('what is none of the events is refused: %s', (message, received) => {
  const error = thrownBy(() => fromHttp(OrderConfirmed, received))
  expect(isUndecodableMessage(error)).toBe(true)
  expect(error).toMatchObject({ message: expect.stringContaining(message) })
})

test('another event format is refused by name', () => {
  const received = { headers: { 'content-type': 'application/cloudevents+avro' }, body: '{}' }
  expect(isUnsupportedContentType(thrownBy(() => fromHttp(Pinged, received)))).toBe(true)
})
