import { expect, test } from 'vitest'
import type { Message } from './message.js'
import { readBatch, readStructured, writeBatch, writeStructured } from './structured.js'
import { fromUtf8, toUtf8 } from './utf8.js'

const attributes = { specversion: '1.0', id: 'e-1', source: '/a', type: 't' } as const
const required = '"specversion":"1.0","id":"e-1","source":"/a","type":"t"'
const print = (message: Message) => fromUtf8(writeStructured(message))

test('JSON data stands in the event as it was written, digit by digit', () => {
  const data = toUtf8('{"a": 12345678901234567890, "b":1.0}')
  const json = print({ attributes: { ...attributes, datacontenttype: 'application/json' }, data })
  expect(json).toBe(`{${required},"datacontenttype":"application/json","data":{"a": 12345678901234567890, "b":1.0}}`)
  expect(readStructured(json).data).toEqual(data)
})

test.each<[string, string, string, Uint8Array]>([
  ['a string of JSON is never parsed again', '"data":"{\\"a\\":1}"', 'application/json', toUtf8('"{\\"a\\":1}"')],
  ['null is data', '"data":null', 'application/json', toUtf8('null')],
  ['text is the string that it is', '"data":"a \\"b\\""', 'text/plain', toUtf8('a "b"')],
  ['text is the string that it is', '"data":"<a/>"', 'application/atom+xml', toUtf8('<a/>')],
  ['bytes are base64', '"data_base64":"AP8="', 'application/octet-stream', new Uint8Array([0, 255])],
  ['what only claims to be JSON is base64', '"data_base64":"e25v"', 'application/json', toUtf8('{no')],
  ['text in no UTF-8 is base64', '"data_base64":"/w=="', 'text/plain', new Uint8Array([255])],
  ['a byte-order mark in text is kept', '"data":"\uFEFFa"', 'text/plain', toUtf8('\uFEFFa')],
])('%s: %s', (_, member, datacontenttype, data) => {
  const json = print({ attributes: { ...attributes, datacontenttype }, data })
  expect(json).toBe(`{${required},"datacontenttype":"${datacontenttype}",${member}}`)
  expect(readStructured(json)).toEqual({ attributes: { ...attributes, datacontenttype }, data })
})

test('data without a content type is JSON, and says so from then on', () => {
  expect(readStructured(`{${required},"data":5}`)).toEqual({
    attributes: { ...attributes, datacontenttype: 'application/json' },
    data: toUtf8('5'),
  })
})

test('an event without data has none', () => {
  expect(readStructured(`{${required}}`)).toEqual({ attributes })
  expect(print({ attributes })).toBe(`{${required}}`)
})

test('base64 holds the bytes of JSON data too', () => {
  const json = `{${required},"datacontenttype":"application/json","data_base64":"eyJhIjoxfQ=="}`
  expect(readStructured(json).data).toEqual(toUtf8('{"a":1}'))
})

test('all 256 byte values come back', () => {
  const data = Uint8Array.from({ length: 256 }, (_, index) => index)
  expect(readStructured(print({ attributes: { ...attributes, datacontenttype: 'image/png' }, data })).data).toEqual(
    data,
  )
})

test('extensions keep their type, and bytes become their base64 text', () => {
  const message = { attributes: { ...attributes, a: 'b', b: true, c: -5, d: new Uint8Array([1, 2, 255]) } }
  expect(readStructured(print(message)).attributes).toEqual({ ...message.attributes, d: 'AQL/' })
})

test('headers travel as JSON text in one extension', () => {
  const headers = { 'X-Tenant': 't', n: 5 }
  const json = print({ attributes, headers })
  expect(json).toBe(`{${required},"messageheaders":"{\\"X-Tenant\\":\\"t\\",\\"n\\":5}"}`)
  expect(readStructured(json).headers).toEqual(headers)
})

test('a foreign extension of that name that holds no JSON object is an extension', () => {
  const message = readStructured(`{${required},"messageheaders":"[1]"}`)
  expect(message).toEqual({ attributes: { ...attributes, messageheaders: '[1]' } })
})

test('what foreign producers write is read liberally', () => {
  const json = ` \uFEFF{${required}, "subject": null, "correlationId": "c", "trace_id": "t", "ratio": 0.5, "list": [1], "big": 4294967296}`
  expect(readStructured(json).attributes).toEqual({
    ...attributes,
    correlationid: 'c',
    ratio: '0.5',
    list: '[1]',
    big: '4294967296',
  })
})

test('of two members of one name the later counts', () => {
  expect(readStructured(`{${required},"id":"e-2","d\\u0061ta":1,"data":{"a":"}"}}`)).toMatchObject({
    attributes: { id: 'e-2' },
    data: toUtf8('{"a":"}"}'),
  })
})

test.each<[string, string | Uint8Array]>([
  ['No CloudEvent: Expected property name', '{'],
  ['No CloudEvent: Unexpected', ''],
  ['No CloudEvent: expected a JSON object', '[]'],
  ['No CloudEvent: expected a JSON object', 'null'],
  ['No CloudEvent: The encoded data was not valid', new Uint8Array([0x22, 0xff, 0x22])],
  ['No CloudEvent: without id, type', '{"specversion":"1.0","source":"/a"}'],
  ['No CloudEvent: without specversion, id, source, type', '{}'],
  ['No CloudEvent: id is 5, expected text', '{"specversion":"1.0","id":5,"source":"/a","type":"t"}'],
  ['No CloudEvent: source is "", expected text', '{"specversion":"1.0","id":"5","source":"","type":"t"}'],
  ['No CloudEvent of version 1: specversion is "0.3"', '{"specversion":"0.3","id":"5","source":"/a","type":"t"}'],
])('what is no CloudEvent is refused: %s', (message, json) => {
  expect(() => readStructured(json)).toThrow(message)
})

test('a batch is as long as what it was made of, also when that is nothing', () => {
  const messages = [
    { attributes: { ...attributes, datacontenttype: 'application/json' }, data: toUtf8('[{"a":[]}, "]"]') },
    { attributes: { ...attributes, id: 'e-2' } },
  ]
  expect(readBatch(writeBatch(messages))).toEqual(messages)
  expect(readBatch(writeBatch([]))).toEqual([])
})

test.each([
  ['No batch of CloudEvents: expected a JSON array', '{}'],
  ['No batch of CloudEvents: item 1 is no JSON object', `[{${required}},5]`],
])('what is no batch is refused: %s', (message, json) => {
  expect(() => readBatch(json)).toThrow(message)
})
