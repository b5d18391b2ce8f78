import { expect, test } from 'vitest'
import { covers, subjectsUnder } from './subject.js'

const subjects = subjectsUnder('')

test.each([
  ['orders.confirmed', 'orders.confirmed'],
  ['orders/confirmed', 'orders.confirmed'],
  ['/orders/confirmed', '%.orders.confirmed'],
  ['orders/v1.2/confirmed', 'orders.v1%2E2.confirmed'],
  ['order events', 'order%20events'],
  ['commandes/café/✓', 'commandes.café.✓'],
  ['a*b/c>d/100%', 'a%2Ab.c%3Ed.100%25'],
  ['line\nbreak', 'line%0Abreak'],
  ['$JS.API.STREAM.DELETE.orders', '%24JS.API.STREAM.DELETE.orders'],
  ['_INBOX/x', '%5FINBOX.x'],
  ['tidings/dead/x', '%74idings.dead.x'],
  ['', '%'],
])('the address %j is the subject %s, and comes back', (address, subject) => {
  expect(subjects.of({ address })).toBe(subject)
  expect(subjects.addressIn(subject, { address })).toBe(address)
})

test.each([
  ['orders/{orderId}', 'orders.*'],
  ['orders.{orderId}.confirmed', 'orders.*.confirmed'],
  ['street/{house}/oven-{oven}', 'street.*.*'],
])('all values of the parameters of %s are on %s', (address, filter) => {
  expect(subjects.filterOf({ address, family: address })).toBe(filter)
  expect(subjects.familyOf({ address: 'anything', family: address })).toBe(filter)
})

test.each([
  ['orders/{orderId}', 'orders/x@y.z', 'orders.x@y%2Ez'],
  ['orders.{orderId}.confirmed', 'orders.x@y.z.confirmed', 'orders.x@y%2Ez.confirmed'],
  ['street/{house}/oven-{oven}', 'street/rome/oven-2', 'street.rome.oven-2'],
])('of %s the address %s stays one that its wildcards take', (family, address, subject) => {
  expect(subjects.of({ address, family })).toBe(subject)
  expect(covers(subjects.familyOf({ address, family }), subject)).toBe(true)
  expect(subjects.addressIn(subject, { address: family, family })).toBe(address)
})

test('what a wildcard takes beyond the parameter is no address of the source', () => {
  const family = 'street/oven-{oven}'
  expect(subjects.addressIn('street.oven-2', { address: family, family })).toBe('street/oven-2')
  expect(subjects.addressIn('street.cellar', { address: family, family })).toBeUndefined()
})

test('a parameter that is chosen is no wildcard', () => {
  const source = { address: 'street/rome/oven-{oven}', family: 'street/{house}/oven-{oven}' }
  expect(subjects.filterOf(source)).toBe('street.rome.*')
  expect(subjects.addressIn('street.milan.oven-2', source)).toBeUndefined()
})

test('what belongs to an application is apart from what others share', () => {
  const place = { address: 'orders/confirmed', application: 'mario.pizzeria' }
  expect(subjects.of(place)).toBe('tidings.domain.mario%2Epizzeria.orders.confirmed')
  expect(covers(subjects.domainOf('mario.pizzeria'), subjects.of(place))).toBe(true)
  expect(subjects.addressIn(subjects.of(place), place)).toBe('orders/confirmed')
  expect(subjects.addressIn(subjects.of(place), { ...place, application: 'luigi' })).toBeUndefined()
})

test('a prefix stands before everything', () => {
  const staging = subjectsUnder('staging')
  expect(staging.of({ address: 'orders/confirmed' })).toBe('staging.orders.confirmed')
  expect(staging.of({ address: 'orders', application: 'a' })).toBe('staging.tidings.domain.a.orders')
  expect(staging.own('dead', 'a', 'kitchen')).toBe('staging.tidings.dead.a.kitchen')
  expect(staging.addressIn('staging.orders.confirmed', { address: 'orders/confirmed' })).toBe('orders/confirmed')
  expect(staging.addressIn('orders.confirmed', { address: 'orders/confirmed' })).toBeUndefined()
})

test.each([
  ['orders.>', 'orders.a.b', true],
  ['orders.>', 'orders.*.b', true],
  ['orders.>', 'orders', false],
  ['orders.*', 'orders.a', true],
  ['orders.*', 'orders.*', true],
  ['orders.*', 'orders.>', false],
  ['orders.*', 'orders.a.b', false],
  ['orders.a', 'orders.*', false],
  ['orders.a', 'orders.a', true],
  ['>', 'orders.>', true],
  ['*.a', 'orders.a', true],
])('whether %s holds all of %s: %s', (pattern, part, expected) => {
  expect(covers(pattern, part)).toBe(expected)
})
