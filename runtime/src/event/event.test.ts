import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { InvalidEvent } from '../error/invalid-event.js'
import { isEvent } from './brand.js'
import { Event } from './event.js'
import { Measured, Open, OrderConfirmed, Pinged, Tagged } from './fixtures/order-events.js'
import { withEventDefaults } from './scope.js'

const data = { orderId: '17', items: [{ name: 'Margherita', quantity: 1 }] }
const known = { id: 'e-1', time: '2026-03-01T12:00:00Z' }

const problemsOf = (make: () => unknown) => {
  try {
    make()
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems.map(({ in: part, pointer }) => `${part} ${pointer}`)
    throw error
  }
  throw new Error('nothing was thrown')
}

test('an event holds its data and all attributes of its context', () => {
  expect({ ...new OrderConfirmed(data, known) }).toEqual({
    ...known,
    source: 'shop/orders',
    type: 'com.shop.order.confirmed.v1',
    specversion: '1.0',
    subject: '17',
    datacontenttype: 'application/json',
    dataschema: undefined,
    data,
    headers: undefined,
    extensions: { partitionkey: '17' },
  })
})

test('what the context gives wins over what the contract says', () => {
  const given = {
    ...known,
    source: '/elsewhere',
    subject: 'order 17',
    dataschema: 'https://example.com/order.json',
    extensions: { partitionkey: 'k', traceparent: '00-1-2-01', sampledrate: 5, deprecated: true },
  }
  const { source, subject, dataschema, extensions } = new OrderConfirmed(data, given)
  expect({ ...known, source, subject, dataschema, extensions }).toEqual(given)
})

test('an id and a time are made where none are given', () => {
  const before = Date.now()
  const { id, time } = new OrderConfirmed(data)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Date.parse(time ?? '')).toBeGreaterThanOrEqual(before)
})

test('a time may be given as a Date', () => {
  expect(new OrderConfirmed(data, { time: new Date(0) }).time).toBe('1970-01-01T00:00:00.000Z')
})

test('an event without payload takes the context alone', () => {
  const { data: none, datacontenttype, source, id } = new Pinged({ id: 'e-1' })
  expect({ none, datacontenttype, source, id }).toEqual({
    none: undefined,
    datacontenttype: undefined,
    source: undefined,
    id: 'e-1',
  })
})

test('data that is not as the contract says is refused, with all that is wrong', () => {
  const wrong = { orderId: 17, items: 'none', colour: 'red' } as unknown as OrderConfirmed['data']
  expect(problemsOf(() => new OrderConfirmed(wrong))).toEqual(['data /orderId', 'data /items', 'data /colour'])
})

test('a refusal names the event, the place and the mend', () => {
  const wrong = { orderId: '17', items: [], note: undefined } as OrderConfirmed['data']
  expect(() => new OrderConfirmed(wrong)).toThrow(
    'OrderConfirmed is not valid: data /note: Invalid value: expected a JSON value but received undefined; leave the member out',
  )
})

test.each<[string, unknown, string]>([
  ['NaN', { a: Number.NaN }, '/a'],
  ['Infinity', [1, Number.POSITIVE_INFINITY], '/1'],
  ['an undefined member', { 'a/b': { '~c': undefined } }, '/a~1b/~0c'],
  ['undefined', undefined, ''],
  ['a function', { a: () => 1 }, '/a'],
  ['a symbol', [Symbol('a')], '/0'],
  ['a symbol as a name', { [Symbol('a')]: 1 }, ''],
  ['a bigint', { a: 1n }, '/a'],
  ['a Date', { at: new Date() }, '/at'],
  ['a Map', new Map(), ''],
  ['bytes', { a: new Uint8Array(1) }, '/a'],
  ['a class instance', { a: new (class Money {})() }, '/a'],
  ['an event', { a: new Pinged() }, '/a'],
  // biome-ignore lint/suspicious/noSparseArray: that is the point
  ['a hole', { a: [1, , 2] }, '/a/1'],
  ['an integer that loses digits', { a: 2 ** 53 }, '/a'],
])('data with %s is refused', (_, value, pointer) => {
  expect(problemsOf(() => new Open(value, { headers: {} }))).toEqual([`data ${pointer}`])
})

test('data that holds itself is refused', () => {
  const value: { inner: { value?: unknown } } = { inner: {} }
  value.inner.value = value
  expect(problemsOf(() => new Open(value))).toEqual(['data /inner/value'])
})

test('data that stands twice in the same tree is taken', () => {
  const twice = { a: 1 }
  expect(new Open([twice, twice]).data).toEqual([{ a: 1 }, { a: 1 }])
})

test('data that is too deep to be walked through is refused', () => {
  let value: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) value = [value]
  expect(problemsOf(() => new Open(value))).toEqual([`data ${'/0'.repeat(500)}`])
})

test('-0 becomes 0', () => {
  assert.deepEqual(new Open({ a: -0, b: [-0] }).data, { a: 0, b: [0] })
})

test('numbers that no one takes for an exact integer are kept', () => {
  expect(new Open([1e300, 1e21, 0.1, -(2 ** 53) + 1]).data).toEqual([1e300, 1e21, 0.1, -(2 ** 53) + 1])
})

test('a property named __proto__ is data like any other', () => {
  const event = new Open(JSON.parse('{"__proto__": {"polluted": true}, "a": "b"}'))
  expect(JSON.stringify(event.data)).toBe('{"__proto__":{"polluted":true},"a":"b"}')
  expect(Object.hasOwn(Object(event.data), 'polluted')).toBe(false)
  expect(Reflect.get(Object(event.data), 'polluted')).toBe(undefined)
})

test('a getter is read once, and its value is kept', () => {
  let reads = 0
  const { data: read } = new Open({
    get a() {
      return ++reads
    },
  })
  expect([read, reads]).toEqual([{ a: 1 }, 1])
})

test('objects without prototype and of another realm are plain objects', async () => {
  const { runInNewContext } = await import('node:vm')
  const bare = Object.assign(Object.create(null), { a: 1 })
  expect(new Open([bare, runInNewContext('({ a: [1] })')]).data).toEqual([{ a: 1 }, { a: [1] }])
})

test('the caller keeps an object of its own, as it was', () => {
  const mine = { orderId: '17', items: [{ name: 'Margherita', quantity: 1 }] }
  const event = new OrderConfirmed(mine)
  expect([Object.isFrozen(mine), Object.isFrozen(mine.items), Object.isFrozen(mine.items[0])]).toEqual([
    false,
    false,
    false,
  ])
  mine.items.push({ name: 'Marinara', quantity: 2 })
  expect(event.data.items).toHaveLength(1)
})

test('nothing of an event can be changed', () => {
  const event = new Tagged({ a: [{ b: 1 }] }, { headers: { 'X-Tenant': 't' }, extensions: { a: 'b' } })
  const frozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
  expect(frozen(event)).toBe(true)
  expect(() => Object.assign(event, { id: 'other' })).toThrow(TypeError)
})

test('headers are judged and copied like data', () => {
  const headers = { 'X-Tenant': 't', priority: 3 }
  expect(new Tagged(1, { headers }).headers).toEqual(headers)
  expect(problemsOf(() => new Tagged(1, { headers: { 'X-Tenant': 5 as unknown as string } }))).toEqual([
    'headers /X-Tenant',
  ])
  expect(problemsOf(() => new Tagged(1, {} as { headers: { 'X-Tenant': string } }))).toEqual(['headers /X-Tenant'])
  expect(problemsOf(() => new OrderConfirmed(data, { headers: {} } as object))).toEqual(['context /headers'])
})

test('headers of which none is needed may be left out', () => {
  expect(new Open(1).headers).toEqual({})
})

test.each<[string, object, string]>([
  ['an empty id', { id: '' }, '/id'],
  ['an id that is no text', { id: 5 }, '/id'],
  ['an id with a control character', { id: 'a\nb' }, '/id'],
  ['an id with half a character', { id: '\uD800' }, '/id'],
  ['a day that no calendar has', { time: '2026-02-30T00:00:00Z' }, '/time'],
  ['a time without offset', { time: '2026-02-03T00:00:00' }, '/time'],
  ['an invalid Date', { time: new Date(Number.NaN) }, '/time'],
  ['a source with a space', { source: 'my shop' }, '/source'],
  ['an empty source', { source: '' }, '/source'],
  ['an empty subject', { subject: '' }, '/subject'],
  ['a relative dataschema', { dataschema: 'order.json' }, '/dataschema'],
  ['an extension with capitals', { extensions: { correlationId: 'a' } }, '/extensions/correlationId'],
  ['an extension with an underscore', { extensions: { trace_id: 'a' } }, '/extensions/trace_id'],
  ['an extension named as an attribute', { extensions: { source: 'a' } }, '/extensions/source'],
  ['an extension where headers travel', { extensions: { messageheaders: '{}' } }, '/extensions/messageheaders'],
  ['an extension that is null', { extensions: { a: null } }, '/extensions/a'],
  ['an extension that is an object', { extensions: { a: {} } }, '/extensions/a'],
  ['an extension that is a fraction', { extensions: { a: 1.5 } }, '/extensions/a'],
  ['an extension of more than 32 bits', { extensions: { a: 2 ** 31 } }, '/extensions/a'],
  ['an extension with a noncharacter', { extensions: { a: '\uFFFE' } }, '/extensions/a'],
  ['extensions that are a list', { extensions: [] }, '/extensions'],
  ['a member that no context has', { extension: {} }, '/extension'],
])('a context with %s is refused', (_, context, pointer) => {
  expect(problemsOf(() => new OrderConfirmed(data, context))).toEqual([`context ${pointer}`])
})

test.each([null, 'e-1', []])('a context that is %j is refused', (context) => {
  expect(problemsOf(() => new OrderConfirmed(data, context as object))).toEqual(['context '])
})

test('context members that are undefined are absent', () => {
  const absent = { id: undefined, subject: undefined, extensions: { a: undefined } } as object
  const { subject, extensions } = new OrderConfirmed(data, absent)
  expect({ subject, extensions }).toEqual({ subject: '17', extensions: { partitionkey: '17' } })
})

test('a key that no attribute may hold is refused', () => {
  expect(problemsOf(() => new OrderConfirmed({ orderId: 'a\tb', items: [] }))).toEqual([
    'context /subject',
    'context /partitionkey',
  ])
})

test('a key that is empty is none', () => {
  const { subject, extensions } = new OrderConfirmed({ orderId: '', items: [] })
  expect({ subject, extensions }).toEqual({ subject: undefined, extensions: {} })
})

test('bytes as an extension become their base64 text', () => {
  expect(new Open(1, { extensions: { hash: new Uint8Array([1, 2, 255]) } }).extensions).toEqual({ hash: 'AQL/' })
})

test('an event in a format that cannot be written is made and judged all the same', () => {
  expect(new Measured({ grams: 5 }).datacontenttype).toBe('avro/binary')
  expect(problemsOf(() => new Measured({ grams: 'x' as unknown as number }))).toEqual(['data /grams'])
})

test('an event is its structured CloudEvent in JSON', () => {
  const event = new Tagged({ a: 1 }, { ...known, headers: { 'X-Tenant': 't' }, extensions: { a: 5 } })
  expect(JSON.parse(JSON.stringify(event))).toEqual({
    specversion: '1.0',
    ...known,
    source: 'shop/tags',
    type: 'tagged',
    datacontenttype: 'application/json',
    a: 5,
    messageheaders: '{"X-Tenant":"t"}',
    data: { a: 1 },
  })
})

test('an event prints what it holds', () => {
  expect(inspect(new Pinged({ ...known, extensions: { a: 'b' } }), { breakLength: 200 })).toBe(
    "Pinged { id: 'e-1', type: 'pinged', time: '2026-03-01T12:00:00Z', extensions: { a: 'b' } }",
  )
})

test('events with the same content are equal, and with another id are not', () => {
  assert.deepEqual(new OrderConfirmed(data, known), new OrderConfirmed(data, known))
  expect(new OrderConfirmed(data, known)).toStrictEqual(new OrderConfirmed(data, known))
  expect(new OrderConfirmed(data, known)).not.toEqual(new OrderConfirmed(data, { ...known, id: 'e-2' }))
})

test('instanceof holds for the class, for Event, and for nothing else', () => {
  const nothing: unknown = null
  const event: unknown = new OrderConfirmed(data)
  expect([event instanceof OrderConfirmed, event instanceof Event, event instanceof Pinged]).toEqual([
    true,
    true,
    false,
  ])
  expect([{ ...new Pinged() } instanceof Event, nothing instanceof Pinged]).toEqual([false, false])
})

test('instanceof does not take an event for an instance of a class derived from its own', () => {
  class Special extends Pinged {}
  expect([new Pinged() instanceof Special, new Special() instanceof Special, new Special() instanceof Pinged]).toEqual([
    false,
    true,
    true,
  ])
})

test('two copies of the runtime and of an SDK know each other', async () => {
  vi.resetModules()
  const other = await import('./fixtures/order-events.js')
  const otherEvent = await import('./event.js')
  const otherErrors = await import('../error/invalid-event.js')
  const theirs: unknown = new other.OrderConfirmed(data)
  expect(other.OrderConfirmed).not.toBe(OrderConfirmed)
  expect([theirs instanceof OrderConfirmed, theirs instanceof Event, theirs instanceof Pinged]).toEqual([
    true,
    true,
    false,
  ])
  expect([new Pinged() instanceof other.Pinged, new Pinged() instanceof otherEvent.Event]).toEqual([true, true])
  expect(isEvent(theirs)).toBe(true)
  expect(problemsOf(() => new OrderConfirmed({} as OrderConfirmed['data']))).toHaveLength(2)
  const error: unknown = new InvalidEvent('A', [])
  expect([error instanceof otherErrors.InvalidEvent, otherErrors.isInvalidEvent(error)]).toEqual([false, true])
  const id = () => 'same'
  expect(withEventDefaults({ id }, () => new other.Pinged().id)).toBe('same')
})

test('a class without descriptor says that it has none', () => {
  class Bare extends Event<{ type: 'bare' }> {}
  expect(() => new Bare()).toThrow('Bare has no descriptor: generate event classes from a contract')
})
