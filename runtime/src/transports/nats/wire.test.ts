import { expect, test } from 'vitest'
import type { Message } from '../../message/message.js'
import { fromUtf8, toUtf8 } from '../../message/utf8.js'
import { readKey, readMessage, readTrace, writeWire } from './wire.js'

const message: Message = {
  attributes: {
    specversion: '1.0',
    id: 'e-1',
    source: 'mario-pizzeria',
    type: 'com.mario.order.confirmed',
    time: '2026-01-01T00:00:00Z',
    subject: 'Crème "brûlée" 100%',
    datacontenttype: 'application/json; charset=utf-8',
    partitionkey: '17',
  },
  headers: { 'X-Tenant': 'rome' },
  data: toUtf8('{"orderId":"17"}'),
}
const read = (headers: Record<string, string>, body = '') =>
  readMessage({ headers: Object.entries(headers), body: toUtf8(body) })

// The files of wire: what stands there is what programs that know nothing of us read and write.
test('in binary mode attributes are headers, percent-encoded, the content type as any other', () => {
  const { headers, body } = writeWire({ message }, 'binary')
  expect(Object.fromEntries(headers)).toEqual({
    'ce-specversion': '1.0',
    'ce-id': 'e-1',
    'ce-source': 'mario-pizzeria',
    'ce-type': 'com.mario.order.confirmed',
    'ce-time': '2026-01-01T00:00:00Z',
    'ce-subject': 'Cr%C3%A8me%20%22br%C3%BBl%C3%A9e%22%20100%25',
    'ce-datacontenttype': 'application/json;%20charset=utf-8',
    'ce-partitionkey': '17',
    'X-Tenant': 'rome',
  })
  expect(fromUtf8(body)).toBe('{"orderId":"17"}')
})

test('in structured mode the body is all', () => {
  const { headers, body } = writeWire({ message }, 'structured')
  expect(headers).toEqual([['content-type', 'application/cloudevents+json']])
  expect(JSON.parse(fromUtf8(body))).toEqual({
    ...message.attributes,
    messageheaders: '{"X-Tenant":"rome"}',
    data: { orderId: '17' },
  })
})

test.each(['binary', 'structured'] as const)('what is written in %s mode is read as it was', (mode) => {
  const { headers, ...rest } = readMessage(writeWire({ message }, mode))
  expect(headers).toEqual(message.headers)
  expect({ ...rest, attributes: { ...rest.attributes, messageheaders: undefined } }).toEqual({
    attributes: { ...message.attributes, messageheaders: undefined },
    data: message.data,
  })
})

test.each(['binary', 'structured'] as const)('any byte is read as it was written in %s mode', (mode) => {
  const data = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const bytes = { attributes: { ...message.attributes, datacontenttype: 'application/octet-stream' }, data }
  expect(readMessage(writeWire({ message: bytes }, mode)).data).toEqual(data)
})

const required = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': 's', 'ce-type': 't' }
const attributes = { specversion: '1.0', id: 'e-1', source: 's', type: 't' }

test('names are read in any case', () => {
  expect(read({ 'Ce-Specversion': '1.0', 'CE-ID': 'e-1', 'Ce-Source': 's', 'ce-Type': 't' })).toEqual({ attributes })
})

test('a content type beside the attributes is that of the data', () => {
  expect(read({ ...required, 'Content-Type': 'application/json' }, '1').attributes.datacontenttype).toBe(
    'application/json',
  )
})

test('a content type of no text is none', () => {
  expect(read({ ...required, 'content-type': '' }, '1').attributes.datacontenttype).toBeUndefined()
})

test('the content type attribute counts before the header', () => {
  const headers = { ...required, 'content-type': 'text/plain', 'ce-datacontenttype': 'application/json' }
  expect(read(headers, '1').attributes.datacontenttype).toBe('application/json')
})

test('a structured event is read also without a header that says so', () => {
  expect(read({}, JSON.stringify({ ...attributes, data: 5 }))).toEqual({
    attributes: { ...attributes, datacontenttype: 'application/json' },
    data: toUtf8('5'),
  })
})

test.each([
  ['plain text', { 'content-type': 'text/plain' }, 'two pizzas'],
  ['nothing at all', {}, ''],
  ['JSON that is no event', {}, '{"a":1}'],
  ['a batch', { 'content-type': 'application/cloudevents-batch+json' }, '[]'],
  ['an event without a type', { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's' }, ''],
])('%s is no CloudEvent', (_, headers, body) => {
  expect(() => read(headers, body)).toThrow('No CloudEvent')
})

test("what the server and we write beside is none of the message's headers", () => {
  const beside = { 'Nats-Msg-Id': 'x', 'tidings-redrives': '1', traceparent: '00-1', 'content-type': 'text/plain' }
  expect(read({ ...required, ...beside, tenant: 'a' }).headers).toEqual({ tenant: 'a' })
})

test("a header of the message's own that NATS would read as its own travels in an attribute", () => {
  const headers = { 'Nats-Msg-Id': 'mine', traceparent: 'mine' }
  const written = writeWire({ message: { ...message, headers } }, 'binary')
  expect(written.headers.map(([name]) => name)).not.toContain('Nats-Msg-Id')
  expect(readMessage(written).headers).toEqual(headers)
})

test("the hop's trace is beside the event, and its origin in it", () => {
  const origin = { ...message, attributes: { ...message.attributes, traceparent: '00-origin' } }
  const written = writeWire({ message: origin, trace: { traceparent: '00-hop', tracestate: 'a=1' } }, 'binary')
  expect(readTrace(written)).toEqual({ traceparent: '00-hop', tracestate: 'a=1' })
  expect(readMessage(written).attributes['traceparent']).toBe('00-origin')
})

test.each(['binary', 'structured'] as const)('a key that is no attribute travels beside, in %s mode', (mode) => {
  const key = 'Napoli ✓ 100%'
  const written = writeWire({ message, key }, mode)
  expect(readKey(written, readMessage(written))).toBe(key)
  expect(writeWire({ message, key: '17' }, mode).headers.map(([name]) => name)).not.toContain('tidings-key')
  expect(readKey(writeWire({ message, key: '17' }, mode), message)).toBe('17')
})
