import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multipleOf } from './multiple-of.js'

test('an amount in cents is a multiple of 0.01 as a decimal', () => {
  fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => multipleOf(cents / 100, 0.01)))
})

test('half a unit more is no multiple', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(6), (count, decimals) => {
      const of = Number(`1e-${decimals}`)
      expect(multipleOf(Number(`${count}.5e-${decimals}`), of)).toBe(false)
    }),
  )
})

test.each([
  [19.99, 0.01, true],
  [0.0075, 0.0001, true],
  [0.00751, 0.0001, false],
  [4.5, 1.5, true],
  [35, 1.5, false],
  [0, 0.1, true],
  [-0, 3, true],
  [-7, 2, false],
  [1e308, 0.5, true],
  [1e308, 0.123456789, false],
  [5e-324, 1, false],
  [1e21, 1e-7, true],
  [1, 0, false],
  [0.5, 0, false],
])('%d is a multiple of %d: %s', (number, of, want) => {
  expect(multipleOf(number, of)).toBe(want)
})
