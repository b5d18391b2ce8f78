import { expect, test } from 'vitest'
import { isBefore } from './entry-id.js'

test.each([
  ['1-0', '2-0'],
  ['1-0', '1-1'],
  ['1-9', '1-10'],
  ['9-5', '10-0'],
  ['1764561234567-18446744073709551614', '1764561234567-18446744073709551615'],
])('%s comes before %s', (one, other) => {
  expect(isBefore(one, other)).toBe(true)
  expect(isBefore(other, one)).toBe(false)
  expect(isBefore(one, one)).toBe(false)
})
