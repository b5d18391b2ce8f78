import { expect, test } from 'vitest'
import { isPlain } from './is-plain.js'

test.each([
  '^[A-Z]{3}$',
  '^-?(0|[1-9][0-9]*)\\.[0-9]{2}$',
  '^(?:a|b)+$',
  '^\\d{4}-\\d{2}$',
  '^[a-z0-9_.-]+$',
  '^ORD-\\w+$',
])('nothing that %s admits is escaped', (pattern) => expect(isPlain({ type: 'string', pattern })).toBe(true))

test.each([
  '^a|b$',
  'a',
  '^a',
  'a$',
  '^.*$',
  '^[^a]$',
  '^[ -~]$',
  '^[A-z]$',
  '^"$',
  '^\\\\$',
  '^\\n$',
  '^\\S+$',
  '^a**$',
  '^(a|(b)$|c$',
])('something that %s admits may be escaped', (pattern) => expect(isPlain({ type: 'string', pattern })).toBe(false))

test('of formats, constants and lists of them, those that leave no room for a quote are plain', () => {
  expect(isPlain({ format: 'uuid' })).toBe(true)
  expect(isPlain({ format: 'email' })).toBe(false)
  expect(isPlain({ format: 'of-my-own' })).toBe(false)
  expect(isPlain({ enum: ['a', 'é'] })).toBe(true)
  expect(isPlain({ enum: ['a', '"'] })).toBe(false)
  expect(isPlain({ const: '\n' })).toBe(false)
})
