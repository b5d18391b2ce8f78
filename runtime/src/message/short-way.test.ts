import assert from 'node:assert/strict'
import fc from 'fast-check'
import { test } from 'vitest'
import { fromHttp } from '../cloudevents/http.js'
import { fromJson, fromJsonBatch, toJson, toJsonBatch } from '../cloudevents/json.js'
import type { Violation } from '../codec/codec.js'
import { InvalidEvent, isInvalidEvent } from '../error/invalid-event.js'
import { Open, Pinged } from '../event/fixtures/order-events.js'
import { ownCopy } from '../event/own-copy.js'
import { type BinaryForm, writeBinary } from './binary.js'
import { writeBinaryEvent } from './binary-event.js'
import { encodeEvent } from './encode-event.js'
import { writeBatch, writeStructured } from './structured.js'
import { fromUtf8, toUtf8 } from './utf8.js'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** Data as somebody may write it: what JSON.parse takes and what it does not, what is exact and what is not. */
const dataText = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify({ a: [value, -0, 1.5] }, undefined, 1)),
  fc.constantFrom('-0', '{"a":[-0]}', '1e400', '[{"a":-1e400}]', '1e21', '1e300', '9007199254740991', 'null', '""'),
  fc.constantFrom('9007199254740993', '[-9007199254740993]', '{"a":123456789012345678901234}', '"9007199254740993"'),
  fc.constantFrom('{"__proto__":{"a":1}}', '{"a":1,"a":[2]}', '{"a":{"b":1},"\\u0061":2}', '"\\ud800"'),
  fc.constantFrom(nested(500), nested(501), nested(5_000), `{"a":${nested(499)}}`, `{"a":${nested(500)}}`),
)

/** The event's data, or what is said of it; and whether any of it can be changed. */
const outcomeOf = (read: () => unknown): unknown => {
  try {
    const value = read()
    return { value, text: JSON.stringify(value), isFrozen: isFrozen(value) }
  } catch (error) {
    if (isInvalidEvent(error)) return error.problems
    return error instanceof Error ? error.message : error
  }
}

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen))

/** Bytes are parsed by the codec, and copied. */
const longWay = (text: string): unknown => {
  const problems: Violation[] = []
  const data = Open.descriptor.codec.decode(toUtf8(text))
  const copy = ownCopy(data, (pointer, message, keyword) => problems.push({ in: 'data', pointer, message, keyword }))
  if (problems.length > 0) throw new InvalidEvent('Open', problems)
  return copy
}

const context = `"specversion":"1.0","id":"1","source":"/a","type":"${Open.type}"`
const httpHeaders = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/a', 'ce-type': Open.type }

test.each<[string, (data: string) => Open | undefined]>([
  ['a structured event', (data) => fromJson(Open, `{${context},"data":${data}}`)],
  ['a structured event whose data comes first', (data) => fromJson(Open, `{"data":${data} , ${context}}`)],
  ['a structured event of bytes', (data) => fromJson(Open, toUtf8(`{${context},"data":${data}}`))],
  ['a batch', (data) => fromJsonBatch(Open, `[{${context},"data":1},{${context},"data":${data}}]`)[1]],
  ['HTTP in binary mode', (data) => fromHttp(Open, { headers: httpHeaders, body: data })[0]],
])('data is read from %s as if it were parsed by itself and copied', (_, read) => {
  fc.assert(
    fc.property(dataText, (text) => {
      assert.deepEqual(
        outcomeOf(() => read(text)?.data),
        outcomeOf(() => longWay(text)),
      )
    }),
    { numRuns: 300 },
  )
})

const events = fc.oneof(
  fc
    .jsonValue()
    .filter((value) => !/[0-9]{16}/.test(JSON.stringify(value)))
    .map((data) => new Open(data, { source: '/a' })),
  fc
    .dictionary(fc.string(), fc.string())
    .map((headers) => new Open(1, { source: '/a', headers, extensions: { n: 5, b: true } })),
  fc.constant(new Pinged({ source: '/a' })),
)

test('an event is printed as its message is', () => {
  fc.assert(
    fc.property(events, (event) => {
      assert.equal(toJson(event), fromUtf8(writeStructured(encodeEvent(event))))
      assert.equal(toJsonBatch([event, event]), fromUtf8(writeBatch([encodeEvent(event), encodeEvent(event)])))
    }),
  )
})

const forms: readonly BinaryForm[] = [
  { prefix: 'ce-', contentType: 'content-type', percentEncoded: true, carries: (name) => /^[a-z]+$/.test(name) },
  { prefix: 'ce_', percentEncoded: false, carries: () => true },
]

test('an event in binary mode is written as its message is, by whichever form and source', () => {
  const context = fc.record({
    subject: fc.constantFrom(undefined, '17', 'Crème "brûlée" 100% of all that is on the menu'),
    extensions: fc.constantFrom({}, { n: 5, b: true, traceparent: '00-1-2-01' }, { bytes: new Uint8Array([1, 255]) }),
    dataschema: fc.constantFrom(undefined, 'https://example.com/order.json'),
  })
  const described = context.map(
    ({ subject, dataschema, extensions }) =>
      new Open(1, { ...(subject && { subject }), ...(dataschema && { dataschema }), extensions }),
  )
  const sources = fc.constantFrom('/a', '/b')
  fc.assert(
    fc.property(fc.oneof(events, described), fc.constantFrom(...forms), sources, (event, form, source) => {
      assert.deepEqual(writeBinaryEvent(event, form, { source }), writeBinary(encodeEvent(event, { source }), form))
    }),
  )
})
