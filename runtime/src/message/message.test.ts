import assert from 'node:assert/strict'
import { expect, test } from 'vitest'
import { isInvalidEvent } from '../error/invalid-event.js'
import { isUnsupportedContentType } from '../error/unsupported-content-type.js'
import type { AnyEvent } from '../event/any-event.js'
import type { EventClass } from '../event/event-class.js'
import { Measured, Open, OrderConfirmed, Pinged, Tagged } from '../event/fixtures/order-events.js'
import { decodeEvent } from './decode-event.js'
import { encodeEvent } from './encode-event.js'
import type { Message } from './message.js'
import { headersText } from './message-headers.js'
import { toUtf8 } from './utf8.js'

const known = { id: 'e-1', time: '2026-03-01T12:00:00Z' }
const order = new OrderConfirmed({ orderId: '17', items: [] }, known)
const received: Message = encodeEvent(order)
const headers = { 'X-Tenant': 't' }

const problemsOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    if (isInvalidEvent(error)) return error.problems.map(({ in: part, pointer }) => `${part} ${pointer}`)
    throw error
  }
  throw new Error('nothing was thrown')
}

test('a message holds the attributes of its event and the bytes of its data', () => {
  expect(encodeEvent(order)).toEqual({
    attributes: {
      specversion: '1.0',
      ...known,
      source: 'shop/orders',
      type: 'com.shop.order.confirmed.v1',
      subject: '17',
      datacontenttype: 'application/json',
      partitionkey: '17',
    },
    data: toUtf8('{"orderId":"17","items":[]}'),
  })
})

test.each<[string, AnyEvent, EventClass]>([
  ['with data', order, OrderConfirmed],
  ['without data', new Pinged({ source: '/a' }), Pinged],
  ['with null as data', new Open(null), Open],
  ['with headers', new Tagged(1, { headers: { ...headers, priority: 3 } }), Tagged],
  ['with open headers', new Open(1, { headers: { a: '5', b: 5, c: { d: [] }, __proto__: 'x' } }), Open],
  ['with extensions', new Open(1, { extensions: { a: 'b', c: true, d: -5 } }), Open],
  ['with all attributes', new Open(1, { ...known, subject: 's', dataschema: 'urn:a', source: '/a' }), Open],
])('an event %s comes back equal and immutable', (_, event, eventClass) => {
  const back = decodeEvent(eventClass, encodeEvent(event))
  assert.deepEqual(back, event)
  expect(back).toStrictEqual(event)
  expect([Object.isFrozen(back), Object.isFrozen(back.data), Object.isFrozen(back.extensions)]).toEqual([
    true,
    true,
    true,
  ])
})

test('a source is stamped on the message of an event that has none, and the event stays as it is', () => {
  const event = new Pinged(known)
  expect(encodeEvent(event, { source: 'mario-pizzeria' }).attributes.source).toBe('mario-pizzeria')
  expect(encodeEvent(order, { source: 'mario-pizzeria' }).attributes.source).toBe('shop/orders')
  expect(event.source).toBe(undefined)
})

test.each([undefined, '', 'mario pizzeria'])('an event with %j as its source has no message', (source) => {
  expect(problemsOf(() => encodeEvent(new Pinged(), { source }))).toEqual(['context /source'])
})

test('an event in a format that nothing speaks has no message', () => {
  try {
    encodeEvent(new Measured({ grams: 5 }))
  } catch (error) {
    expect(isUnsupportedContentType(error)).toBe(true)
  }
  expect.assertions(1)
})

test('data that is not as the contract says is refused when it arrives', () => {
  const message = { ...received, data: toUtf8('{"orderId":5,"items":[]}') }
  expect(problemsOf(() => decodeEvent(OrderConfirmed, message))).toEqual(['data /orderId'])
})

test('an event without the data that its contract asks for is refused', () => {
  expect(problemsOf(() => decodeEvent(OrderConfirmed, { attributes: received.attributes }))).toEqual(['data '])
})

test('data of an event that has none is left out', () => {
  const message = { attributes: { ...received.attributes, type: 'pinged' }, data: toUtf8('null') }
  const { data, datacontenttype } = decodeEvent(Pinged, message)
  expect({ data, datacontenttype }).toEqual({ data: undefined, datacontenttype: undefined })
})

test('undeclared properties are refused, or kept where the newer producer is tolerated', () => {
  const message = { ...received, data: toUtf8('{"orderId":"17","items":[],"colour":"red"}') }
  expect(problemsOf(() => decodeEvent(OrderConfirmed, message))).toEqual(['data /colour'])
  expect(decodeEvent(OrderConfirmed, message, 'tolerant').data).toHaveProperty('colour', 'red')
  expect(problemsOf(() => decodeEvent(OrderConfirmed, { ...message, data: toUtf8('{}') }, 'tolerant'))).toHaveLength(2)
})

test('data too deep to be walked through is refused, and kills nothing', () => {
  const message = {
    attributes: { ...received.attributes, type: 'open' },
    data: toUtf8(`${'['.repeat(1e5)}${']'.repeat(1e5)}`),
  }
  expect(problemsOf(() => decodeEvent(Open, message))).toEqual([`data ${'/0'.repeat(500)}`])
})

test('-0 is 0 when it arrives', () => {
  const message = { attributes: { ...received.attributes, type: 'open' }, data: toUtf8('[-0]') }
  assert.deepEqual(decodeEvent(Open, message).data, [0])
})

test('a message of another type is refused', () => {
  expect(() => decodeEvent(Pinged, received)).toThrow(
    'Pinged is of type pinged, and the message of type com.shop.order.confirmed.v1',
  )
})

test('attributes that are not as strict as ours are taken as they came', () => {
  const attributes = { ...received.attributes, source: 'my shop', time: 'noon', a: new Uint8Array([1]) }
  const { source, time, extensions } = decodeEvent(OrderConfirmed, { ...received, attributes })
  expect({ source, time, extensions }).toEqual({
    source: 'my shop',
    time: 'noon',
    extensions: { a: 'AQ==', partitionkey: '17' },
  })
})

test('headers are found in any case, and what is not declared is left out', () => {
  const message = {
    attributes: { ...received.attributes, type: 'tagged' },
    headers: { 'x-tenant': 't', host: 'localhost' },
    data: toUtf8('1'),
  }
  expect(decodeEvent(Tagged, message).headers).toEqual(headers)
})

test('text becomes what the schema of the header asks for', () => {
  const tagged = (found: object) => ({
    attributes: { ...received.attributes, type: 'tagged' },
    headers: { ...headers, ...found },
    data: toUtf8('1'),
  })
  expect(decodeEvent(Tagged, tagged({ priority: '3' })).headers.priority).toBe(3)
  expect(problemsOf(() => decodeEvent(Tagged, tagged({ priority: 'high' })))).toEqual(['headers /priority'])
  expect(problemsOf(() => decodeEvent(Tagged, tagged({ priority: '{}' })))).toEqual(['headers /priority'])
})

test('headers that hold what no attribute may hold travel as an attribute that is legal, and come back', () => {
  const headers = { note: 'a\u007f\u0085\ufffe\u{10fffe}😀' }
  const text = headersText(headers)

  expect(text).toBe('{"note":"a\\u007f\\u0085\\ufffe\\udbff\\udffe😀"}')
  expect(JSON.parse(text)).toEqual(headers)
})
