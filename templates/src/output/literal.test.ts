import type { Json } from '@tidings/contract'
import { expect, test } from 'vitest'
import { literal } from './literal.js'
import { printCode } from './print-code.js'

const cases: readonly [name: string, given: Json, want: string][] = [
  ['prints scalars', [null, true, -1.5, 1e21, -0, 'a'], "[null, true, -1.5, 1e21, -0, 'a']"],
  ['prints empty lists and objects', [[], {}], '[[], {}]'],
  ['keeps what is short on one line', { in: 'payload', path: ['orderId'] }, "{ in: 'payload', path: ['orderId'] }"],
  ['quotes keys that are no identifiers', { 'a-b': 1, 2: 2 }, "{ '2': 2, 'a-b': 1 }"],
  ['sets no prototype', JSON.parse('{"__proto__": {"a": 1}}'), "{ ['__proto__']: { a: 1 } }"],
  [
    'breaks a list of lists',
    [
      [1, 2],
      [3, 4],
    ],
    '[\n  [1, 2],\n  [3, 4],\n]',
  ],
  [
    'breaks a list of objects',
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    '[\n  { a: 1, b: 2 },\n  { a: 3, b: 4 },\n]',
  ],
  [
    'puts long members on lines of their own',
    { a: 'x'.repeat(110), b: [] },
    `{\n  a: '${'x'.repeat(110)}',\n  b: [],\n}`,
  ],
  [
    'fills lines with numbers',
    Array(70).fill(1),
    `[\n  ${Array(39).fill('1,').join(' ')}\n  ${Array(31).fill('1,').join(' ')}\n]`,
  ],
]

for (const [name, given, want] of cases) test(name, () => expect(printCode(literal(given))).toBe(want))
