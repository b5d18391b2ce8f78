import { expect, test } from 'vitest'
import { compareNames, compareSpecifiers } from './order.js'

/** As our formatter sorts them. */
const names = [
  '_x',
  '$y',
  'A',
  'AB',
  'Ab',
  'a',
  'a_b',
  'a$',
  'a1',
  'a01',
  'aB',
  'ab',
  'aC',
  'B2',
  'b',
  'b2',
  'b10',
  'E',
  'Z',
  'z',
  'ä',
  'å',
  'é',
  '中',
]
const specifiers = [
  ...['node:fs', '@tidings/runtime/sdk/v1', 'ajv', '../../q.js', '../schemas/a.js', '../z.js', './A.js', './a/b.js'],
  ...['./a.js', './a_b.js', './ab.js', './events/a.js', './events/a-b.js', './events/a2.js', './events/a10.js'],
  ...[
    './events/c.js',
    './events/c-a.js',
    './events/c0.js',
    './order.js',
    './order-v1.js',
    './order2.js',
    './orders.js',
  ],
]

test('sorts names as the formatter does', () => {
  expect([...names].reverse().sort(compareNames)).toEqual(names)
})

test('sorts specifiers as the formatter does', () => {
  expect([...specifiers].reverse().sort(compareSpecifiers)).toEqual(specifiers)
})
