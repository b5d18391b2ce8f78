import { expect, test } from 'vitest'
import type { Message } from '../../message/message.js'
import { fromUtf8, toUtf8 } from '../../message/utf8.js'
import { readMessage, textOf, writeWire } from './wire.js'

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
const read = (headers: Record<string, unknown>, body = '', contentType?: string) =>
  readMessage({ contentType, headers, body: toUtf8(body) })

test('in binary mode attributes are headers as they are, the content type is the property', () => {
  const { contentType, headers, body } = writeWire({ message, key: '17' }, 'binary')
  expect(contentType).toBe('application/json; charset=utf-8')
  expect(headers).toEqual({
    cloudEvents_specversion: '1.0',
    cloudEvents_id: 'e-1',
    cloudEvents_source: 'mario-pizzeria',
    cloudEvents_type: 'com.mario.order.confirmed',
    cloudEvents_time: '2026-01-01T00:00:00Z',
    cloudEvents_subject: 'Crème "brûlée" 100%',
    cloudEvents_partitionkey: '17',
    'X-Tenant': 'rome',
  })
  expect(fromUtf8(body)).toBe('{"orderId":"17"}')
})

test.each(['binary', 'structured'] as const)('what is written in %s mode is read as it was', (mode) => {
  const { headers, ...rest } = readMessage(writeWire({ message }, mode))
  expect(headers).toEqual(message.headers)
  expect({ ...rest, attributes: { ...rest.attributes, messageheaders: undefined } }).toEqual({
    attributes: { ...message.attributes, messageheaders: undefined },
    data: message.data,
  })
})

test.each([
  { cloudEvents_id: 'x' },
  { CC: ['a'] },
  { 'tidings-key': '1' },
  { traceparent: 'mine' },
  { ['n'.repeat(256)]: 'x' },
])('a header that would mean something else does not stand under its own name: %j', (headers) => {
  const wire = writeWire({ message: { ...message, headers } }, 'binary')
  expect(wire.headers).toMatchObject({ cloudEvents_id: 'e-1' })
  expect(Object.keys(wire.headers).filter((name) => !name.startsWith('cloudEvents_'))).toEqual([])
  expect(readMessage(wire).headers).toEqual(headers)
})

test.each([
  ['text', 'text'],
  [7, '7'],
  [false, 'false'],
  [{ '!': 'timestamp', value: 1_767_225_600 }, '2026-01-01T00:00:00Z'],
  [{ '!': 'long', value: 5 }, '5'],
  [Buffer.from('bytes'), 'Ynl0ZXM='],
  [['a', 1], '["a",1]'],
  [{ a: 1 }, '{"a":1}'],
])('a value of AMQP, %j, is the text %s', (value, text) => {
  expect(textOf(value)).toBe(text)
})

test.each([
  ['nothing', () => read({})],
  ['text', () => read({}, 'two pizzas, please', 'text/plain')],
  ['an attribute alone', () => read({ cloudEvents_id: '1' })],
  ['a batch', () => read({}, '[]', 'application/cloudevents-batch+json')],
])('%s is no CloudEvent', (_, reading) => {
  expect(reading).toThrow(/^No CloudEvent/)
})
