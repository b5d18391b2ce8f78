import { expect, test } from 'vitest'
import { topicsUnder } from './topics.js'

const topics = topicsUnder('')

test.each([
  [{ address: 'orders/confirmed' }, 'orders/confirmed'],
  [{ address: 'orders.confirmed' }, 'orders.confirmed'],
  [{ address: '/orders' }, '/orders'],
  [{ address: 'orders/17', family: 'orders/{id}' }, 'orders/17'],
  [{ address: 'orders.17', family: 'orders.{id}' }, 'orders/17'],
  [{ address: 'orders/a+b#c%\n', family: 'orders/{id}' }, 'orders/a%2Bb%23c%25%0A'],
  [{ address: '$SYS/x' }, '%24SYS/x'],
  [{ address: 'tidings/dead' }, '%74idings/dead'],
  [{ address: 'orders', application: 'mario' }, 'tidings/domain/mario/orders'],
  [{ address: 'orders', application: 'a/b.c' }, 'tidings/domain/a%2Fb%2Ec/orders'],
])('the place %j is the topic %s', (place, topic) => {
  expect(topics.of(place)).toBe(topic)
  expect(topicsUnder('test').of(place)).toBe(`test/${topic}`)
  expect(topics.addressIn(topic, place)).toBe(place.address)
})

test.each([
  [{ address: 'orders/{id}' }, 'orders/+', 'orders/17', 'orders/17'],
  [{ address: 'orders.{id}' }, 'orders/+', 'orders/17', 'orders.17'],
  [
    { address: '{city}/orders', application: 'mario' },
    'tidings/domain/mario/+/orders',
    'tidings/domain/mario/rome/orders',
    'rome/orders',
  ],
  [{ address: 'rome/{id}', family: '{city}/{id}' }, 'rome/+', 'rome/17', 'rome/17'],
])('the source %j is the filter %s', (source, filter, topic, address) => {
  expect(topics.filterOf(source)).toBe(filter)
  expect(topics.addressIn(topic, source)).toBe(address)
})

test('a topic elsewhere is no address of the source', () => {
  expect(topics.addressIn('orders/17/items', { address: 'orders/{id}' })).toBeUndefined()
  expect(topics.addressIn('tidings/domain/luigi/orders', { address: 'orders', application: 'mario' })).toBeUndefined()
})

test('names of any kind are told apart', () => {
  const names = ['a', 'a.b', 'a/b', 'a%2Fb', '', '%', '+', 'A']
  const all = names.flatMap((one) => names.map((other) => [one, other] as const))
  expect(new Set(all.map(([one, other]) => topics.own('dead', one, other))).size).toBe(all.length)
  expect(new Set(all.map(([one, other]) => topics.clientId(one, other, 0))).size).toBe(all.length)
})
