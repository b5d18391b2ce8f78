import { expect, test } from 'vitest'
import { nameOf } from './names.js'

test.each([
  [['mario-pizzeria', 'kitchen'], 'mario-pizzeria__kitchen'],
  [['orders', '*', 'confirmed'], 'orders___any__confirmed'],
  [['a.b c/d'], 'a_2eb_20c_2fd'],
  [['café', ''], 'caf_c3_a9__'],
  [['a_', 'b'], 'a_5f__b'],
])('%j is named %s', (parts, name) => {
  expect(nameOf(...parts)).toBe(name)
})

test('no two lists of parts have one name', () => {
  const lists = [['a', 'b'], ['a__b'], ['a_', '_b'], ['a-b'], ['a', '', 'b'], ['a.b'], ['_2e'], ['.']]
  expect(new Set(lists.map((parts) => nameOf(...parts))).size).toBe(lists.length)
})

test('a name is never longer than a folder may be, and still its own', () => {
  const [one, other] = [`${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`].map((part) => nameOf(part))
  expect(one).toHaveLength(200)
  expect(one).not.toBe(other)
})
