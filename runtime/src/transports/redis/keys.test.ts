import { expect, test } from 'vitest'
import { groupOf, keysUnder, partGroup } from './keys.js'

const keys = keysUnder('shop:')

test.each([
  [{ address: 'orders/confirmed' }, 'shop:orders/confirmed'],
  [{ address: 'orders.confirmed' }, 'shop:orders.confirmed'],
  [{ address: 'orders/17', family: 'orders/{orderId}' }, 'shop:orders/*'],
  [{ address: 'orders/{id}', family: 'orders/{id}' }, 'shop:orders/*'],
  [{ address: 'orders/*' }, 'shop:orders/%2A'],
  [{ address: '100%' }, 'shop:100%25'],
  [{ address: 'crème brûlée 🍮' }, 'shop:crème brûlée 🍮'],
  [{ address: 'tidings:dead:pizzeria:kitchen' }, 'shop:%74idings:dead:pizzeria:kitchen'],
  [{ address: 'tidingsx' }, 'shop:tidingsx'],
  [{ address: 'cooking', application: 'a:b' }, 'shop:tidings:domain:a%3Ab:cooking'],
])('%j is in a stream of its own', (place, key) => {
  expect(keys.streamOf(place)).toBe(key)
})

test('groups of different subscriptions and partitions have different names', () => {
  expect(groupOf('a', 'b:c')).toBe('a:b%3Ac')
  expect(groupOf('a:b', 'c')).toBe('a%3Ab:c')
  expect(groupOf(undefined, 'c')).toBe(':c')
  expect(partGroup(groupOf('a', 'b'), 0, 8)).toBe('a:b:0/8')
  expect(groupOf('a', 'b:0/8')).toBe('a:b%3A0%2F8')
})
