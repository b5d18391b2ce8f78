import { expect, test } from 'vitest'
import { isUndecodableMessage } from '../error/undecodable-message.js'
import { isUnsupportedContentType } from '../error/unsupported-content-type.js'
import { toUtf8 } from '../message/utf8.js'
import { jsonCodec } from './json-codec.js'
import { unsupportedCodec } from './unsupported-codec.js'

const codec = jsonCodec({ data: () => undefined })

const thrownBy = (work: () => unknown) => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('data is JSON in UTF-8, and comes back', () => {
  const data = { a: ['è', 1, null, true, '\uD800'] }
  expect(codec.encode(data)).toEqual(toUtf8('{"a":["è",1,null,true,"\\ud800"]}'))
  expect(codec.decode(codec.encode(data))).toEqual(data)
})

test.each([
  undefined,
  'application/json',
  'Application/JSON; charset="UTF-8"',
  'application/vnd.shop+json',
  'text/json',
])('data of %j is read', (contentType) => {
  expect(codec.decode(toUtf8('\uFEFF[1]'), contentType)).toEqual([1])
})

test.each(['text/plain', 'application/avro', 'application/json; charset=utf-16', 'application/jsonx', ''])(
  'data of %j is not read',
  (contentType) => {
    expect(isUnsupportedContentType(thrownBy(() => codec.decode(toUtf8('1'), contentType)))).toBe(true)
  },
)

test.each([
  ['The data is no JSON', toUtf8('{')],
  ['The data is no JSON', toUtf8('')],
  ['The data is no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ['The data holds the integer 9007199254740993', toUtf8('{"a": 9007199254740993}')],
  ['The data holds the integer -1234567890123456789012345', toUtf8('[-1234567890123456789012345]')],
])('what cannot be read exactly is refused: %s', (message, bytes) => {
  const error = thrownBy(() => codec.decode(bytes))
  expect(isUndecodableMessage(error)).toBe(true)
  expect(error).toMatchObject({ message: expect.stringContaining(message) })
})

test('digits in strings and fractions are no integers', () => {
  const json =
    '{"12345678901234567890": "12345678901234567890", "a": 0.12345678901234567890, "b": 1e30, "c": 9007199254740991}'
  expect(codec.decode(toUtf8(json))).toEqual(JSON.parse(json))
})

test('what the validators say is told with the part of the event that it is about', () => {
  const problem = { pointer: '/a', message: 'Invalid', keyword: 'type' }
  const both = jsonCodec({ data: () => [problem], headers: () => [problem] })
  expect(both.check(1, 2)).toEqual([
    { ...problem, in: 'data' },
    { ...problem, in: 'headers' },
  ])
  expect(codec.check(1, 2)).toBe(undefined)
})

test('the mode is told to the validators', () => {
  const modes: unknown[] = []
  const told = jsonCodec({ data: (_, mode) => void modes.push(mode) })
  told.check(1, undefined, 'tolerant')
  told.check(1, undefined)
  expect(modes).toEqual(['tolerant', undefined])
})

test('a codec of another format judges, and neither writes nor reads', () => {
  const avro = unsupportedCodec('avro/binary', { data: () => [{ pointer: '', message: 'Invalid', keyword: 'type' }] })
  expect(avro.check(1, undefined)).toHaveLength(1)
  expect(isUnsupportedContentType(thrownBy(() => avro.encode(1)))).toBe(true)
  expect(thrownBy(() => avro.decode(toUtf8('1'), 'avro/json'))).toMatchObject({ contentType: 'avro/json' })
})
