import { expect, test } from 'vitest'
import { type BinaryForm, readBinary, writeBinary } from './binary.js'
import { toUtf8 } from './utf8.js'

const attributes = { specversion: '1.0', id: 'e-1', source: '/a', type: 't' } as const
const http: BinaryForm = {
  prefix: 'ce-',
  contentType: 'content-type',
  percentEncoded: true,
  carries: (name, value) => /^[a-zA-Z-]+$/.test(name) && /^[!-~]+$/.test(value),
}
const kafka: BinaryForm = { ...http, prefix: 'ce_', percentEncoded: false }
const required = { 'ce-specversion': '1.0', 'ce-id': 'e-1', 'ce-source': '/a', 'ce-type': 't' }
const read = (headers: object, body?: Uint8Array, form = http) =>
  readBinary({ headers: Object.entries(headers), body }, form)

test('attributes are headers, the content type is its own, and data is the body', () => {
  const message = { attributes: { ...attributes, datacontenttype: 'application/json', a: 'b' }, data: toUtf8('5') }
  const written = writeBinary(message, http)
  expect(written).toEqual({
    headers: { ...required, 'content-type': 'application/json', 'ce-a': 'b' },
    body: toUtf8('5'),
  })
  expect(read(written.headers, written.body)).toEqual(message)
})

test('each wire has a prefix of its own', () => {
  const { headers } = writeBinary({ attributes: { ...attributes, subject: 'è 1' } }, kafka)
  expect(headers).toEqual({ ce_specversion: '1.0', ce_id: 'e-1', ce_source: '/a', ce_type: 't', ce_subject: 'è 1' })
  expect(read(headers, undefined, kafka)).toEqual({ attributes: { ...attributes, subject: 'è 1' } })
})

test('what HTTP headers cannot hold is percent-encoded, and decoded once', () => {
  const subject = 'Crème "brûlée" 100%25 😀'
  const { headers } = writeBinary({ attributes: { ...attributes, subject } }, http)
  expect(headers['ce-subject']).toBe('Cr%C3%A8me%20%22br%C3%BBl%C3%A9e%22%20100%2525%20%F0%9F%98%80')
  expect(read(headers).attributes.subject).toBe(subject)
})

test.each([
  ['Euro%20%e2%82%ac', 'Euro €'],
  ['"a \\"b\\" c"', 'a "b" c'],
  ['100%', '100%'],
  ['a b', 'a b'],
])('a value written as %j is read as %j', (written, value) => {
  expect(read({ ...required, 'ce-subject': written }).attributes.subject).toBe(value)
})

test('a value that is no UTF-8 is refused', () => {
  expect(() => read({ ...required, 'ce-subject': '%C3%28' })).toThrow('No CloudEvent: %C3%28 in a header is no UTF-8')
})

test('names are read in any case', () => {
  expect(read({ 'CE-SpecVersion': '1.0', 'Ce-Id': 'e-1', 'CE-SOURCE': '/a', 'ce-Type': 't' })).toEqual({ attributes })
})

test('integers and booleans are their text', () => {
  const { headers } = writeBinary({ attributes: { ...attributes, a: 5, b: true, c: new Uint8Array([255]) } }, http)
  expect(read(headers).attributes).toEqual({ ...attributes, a: '5', b: 'true', c: '/w==' })
})

test('headers that are text travel under their own names', () => {
  const headers = { 'X-Tenant': 'a' }
  expect(writeBinary({ attributes, headers }, http).headers).toEqual({ ...required, ...headers })
  expect(read({ ...required, ...headers }).headers).toEqual(headers)
})

test.each([
  ['are not text', { 'X-Tenant': 'a', n: 5 }, { 'X-Tenant': 'a', n: '5' }],
  ['the wire cannot carry', { 'X-Tenant': 'è', 'a b': 'c' }, {}],
  ['would look like attributes', { 'ce-id': 'a' }, {}],
  ['would be the content type', { 'Content-Type': 'a' }, {}],
])('headers that %s travel in an attribute as well', (_, headers, plain) => {
  const written = writeBinary({ attributes, headers }, { ...http, percentEncoded: false })
  expect(written.headers).toEqual({ ...required, ...plain, 'ce-messageheaders': JSON.stringify(headers) })
  expect(readBinary({ headers: Object.entries(written.headers) }, { ...http, percentEncoded: false }).headers).toEqual(
    headers,
  )
})

test('what is no CloudEvent is refused', () => {
  expect(() => read({ 'ce-id': 'a' })).toThrow('No CloudEvent: without specversion, source, type')
})
