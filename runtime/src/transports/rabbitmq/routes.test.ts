import { expect, test } from 'vitest'
import { addressIn, exchangeOf, patternOf, routingKeyOf } from './routes.js'

test.each([
  [{ address: 'orders/confirmed' }, 'orders.confirmed'],
  [{ address: 'orders.confirmed' }, 'orders.confirmed'],
  [{ address: 'v1.0/orders' }, 'v1%2E0.orders'],
  [{ address: 'orders/x@y.z', family: 'orders/{orderId}' }, 'orders.x@y%2Ez'],
  [{ address: 'orders/a b#*%' }, 'orders.a%20b%23%2A%25'],
  [{ address: 'tidings/domain' }, '%74idings.domain'],
  [{ address: 'orders', application: 'marios.pizza' }, 'tidings.domain.marios%2Epizza.orders'],
  [{ address: 'orders', application: '' }, 'tidings.domain.%.orders'],
])('%j has the routing key %s, and that leads back to it', (place, routingKey) => {
  expect(routingKeyOf(place)).toBe(routingKey)
  if (!place.address.startsWith('tidings')) expect(addressIn(routingKey, place)).toBe(place.address)
})

test('a parameter that is left open takes one word, whatever it holds', () => {
  const source = { address: 'street/{house}/bell', family: 'street/{house}/bell' }
  expect(patternOf(source)).toBe('street.*.bell')
  expect(addressIn('street.x@y%2Ez.bell', source)).toBe('street/x@y.z/bell')
  expect(addressIn('street.a.b.bell', source)).toBeUndefined()
  expect(addressIn('tidings.domain.luigi.street.a.bell', { ...source, application: 'mario' })).toBeUndefined()
})

test.each([
  [undefined, 'tidings', 'topic'],
  [{ amqp: { is: 'routingKey', exchange: { name: 'orders', type: 'fanout' } } }, 'orders', 'fanout'],
  [{ amqp: { exchange: { name: 'orders' } } }, 'orders', 'topic'],
  [{ amqp: { is: 'queue', exchange: { name: 'orders' } } }, 'tidings', 'topic'],
  [{ amqp: { exchange: { name: '' } } }, 'tidings', 'topic'],
  [{ amqp: { exchange: 'orders' } }, 'tidings', 'topic'],
  [{ nats: { exchange: { name: 'orders' } } }, 'tidings', 'topic'],
])('by the bindings %j events go to the exchange %s of type %s', (channel, name, type) => {
  const bindings = channel === undefined ? {} : { channel }
  expect(exchangeOf({ bindings }, 'tidings')).toMatchObject({ name, type })
})
