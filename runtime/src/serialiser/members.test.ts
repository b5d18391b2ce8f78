import { expect, test } from 'vitest'
import { members } from './members.js'

test('the members of an object are counted', () => {
  expect(members({ a: 1, b: undefined })).toBe(2)
})

test('no number of members is right where somebody gave all objects one', () => {
  Object.defineProperty(Object.prototype, 'polluted', { value: 1, enumerable: true, configurable: true })
  let count: unknown
  try {
    count = members({ a: 1 })
  } finally {
    Reflect.deleteProperty(Object.prototype, 'polluted')
  }
  expect(count).toBeNaN()
})
