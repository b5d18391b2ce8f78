import { expect, test } from 'vitest'
import { instantOf } from './instant-of.js'

test.each([
  0, 1, 999, 1000, 999, -1, -1000, -1001, 1_772_366_400_007, 1_772_366_400_070, 1_772_366_401_700, -62_198_755_200_000,
  253_402_300_800_000, 8.64e15, 0,
])('the instant %d is as toISOString has it', (ms) => {
  expect(instantOf(new Date(ms))).toBe(new Date(ms).toISOString())
})

test('what is no instant is refused', () => {
  expect(() => instantOf(new Date(Number.NaN))).toThrow(RangeError)
})
