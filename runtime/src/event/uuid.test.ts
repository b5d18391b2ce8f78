import { expect, test } from 'vitest'
import { createUuidSource, uuidOf } from './uuid.js'

const v7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('ids of one millisecond are all different and each greater than the one before', () => {
  const next = createUuidSource(() => 1_700_000_000_000)
  const ids = Array.from({ length: 20_000 }, () => next())
  expect(ids.every((id) => v7.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('ids of a clock that goes back still grow', () => {
  const times = [5000, 4000, 3000, 6000]
  const next = createUuidSource(() => times.shift() ?? 0)
  const ids = [next(), next(), next(), next()]
  expect(ids.toSorted()).toEqual(ids)
})

test('an id begins with its time', () => {
  expect(createUuidSource(() => 0x0123456789ab)().slice(0, 13)).toBe('01234567-89ab')
})

test('a name always has the same id, which no other name has', () => {
  expect(uuidOf(['a', 'b', 0])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(uuidOf(['a', 'b', 0])).toBe(uuidOf(['a', 'b', 0]))
  expect(uuidOf(['a', 'b', 0])).not.toBe(uuidOf(['ab', '', 0]))
})
