import { expect, test } from 'vitest'
import { channelAddress } from './channel-address.js'

test('parameters are filled in, as often as they stand there', () => {
  expect(channelAddress('a/{b}/{c}/{b}', { b: '1', c: '2' })).toBe('a/1/2/1')
})

test('an address without parameters is itself', () => {
  expect(channelAddress('orders')).toBe('orders')
})

test('what stands in a value is never a parameter or a pattern', () => {
  expect(channelAddress('a/{b}', { b: '{c}$&' })).toBe('a/{c}$&')
})

test.each([
  [{}, 'none'],
  [{ id: '' }, '""'],
  [{ id: 'a/b' }, '"a/b"'],
])('parameters %j are refused', (parameters, received) => {
  expect(() => channelAddress('orders/{id}', parameters as Record<string, string>)).toThrow(
    `Invalid parameter id of orders/{id}: expected text without "/" but received ${received}`,
  )
})

test('a parameter that only the prototype has is none', () => {
  expect(() => channelAddress('a/{constructor}')).toThrow('received none')
})
