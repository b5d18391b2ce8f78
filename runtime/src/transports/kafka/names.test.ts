import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeAddress, encodePart, named } from './names.js'

test.each([
  ['orders.confirmed', 'orders.confirmed'],
  ['user_events-2', 'user_events-2'],
  ['mario-pizzeria/orders', 'mario-pizzeria_2Forders'],
  ['street/{house}', 'street_2F_7Bhouse_7D'],
  ['a_2Fb', 'a_5F2Fb'],
  ['crème', 'cr_C3_A8me'],
  ['tidings.dead.x', '_74idings.dead.x'],
  ['.', '_2E'],
  ['..', '_2E.'],
])('the topic of %s is %s', (address, topic) => {
  expect(encodeAddress(address)).toBe(topic)
})

test('no two addresses have one topic, and each is a name that Kafka takes', () => {
  const address = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('_', '2', 'F', '/', '.', 'é', 'a') }))
  fc.assert(
    fc.property(address, address, (one, other) => {
      expect(encodeAddress(one)).toMatch(/^[A-Za-z0-9._-]+$/)
      expect(encodeAddress(one) === encodeAddress(other)).toBe(one === other)
    }),
  )
})

test('parts that a dot separates are told apart', () => {
  const part = fc.string({ unit: fc.constantFrom('_', '.', '2', 'E', 'a', '5', 'F') })
  fc.assert(
    fc.property(part, part, part, part, (...[a, b, c, d]) => {
      const isOne = [a, b].map(encodePart).join('.') === [c, d].map(encodePart).join('.')
      expect(isOne).toBe(a === c && b === d)
    }),
  )
})

test('a name is never longer than Kafka takes, and a long one stays its own', () => {
  const [one, other] = ['a'.repeat(300), `${'a'.repeat(299)}b`].map((text) => named('prefix', text))
  expect(one).toHaveLength(249)
  expect(one).not.toBe(other)
})
