import { expect, test } from 'vitest'
import { euros, printed, sum, times } from '../src/money/money.js'

test('what floating point gets wrong is exact', () => {
  expect(0.1 + 0.2).not.toBe(0.3)
  expect(sum([euros('0.10'), euros('0.20')])).toEqual({ amount: '0.30', currency: 'EUR' })
})

test('several of one price cost that many times as much', () => {
  expect(times(euros('15.99'), 3)).toEqual(euros('47.97'))
})

test('an amount larger than a number can hold stays exact', () => {
  expect(times(euros('90071992547409.93'), 100)).toEqual(euros('9007199254740993.00'))
})

test('less than one euro keeps its zeros, and a debt its sign', () => {
  expect(sum([euros('0.00'), euros('0.05')])).toEqual(euros('0.05'))
  expect(sum([euros('1.00'), euros('-1.05')])).toEqual(euros('-0.05'))
})

test.each(['15.9', '15,99', '015.99', '1e3', '', '.50'])('%j is no amount', (amount) => {
  expect(() => euros(amount)).toThrow('expected two decimals, such as 15.99')
})

test('amounts of two currencies are not added', () => {
  expect(() => sum([euros('1.00'), { amount: '1.00', currency: 'CHF' }])).toThrow('Cannot add CHF to EUR')
})

test('money is printed for people', () => {
  expect(printed(euros('15.99'))).toBe('EUR 15.99')
})
