import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equal } from './equal.js'
import { repeatedItem } from './repeated-item.js'

test('the first item that equals one before is found', () => {
  const item = fc.oneof(
    fc.constantFrom(0, -0, 1, '1', '0', true, 'true', null, 'null', '"1', '[]', '{}', '__proto__'),
    fc.constantFrom(
      {},
      [],
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      { a: [{ b: 1, c: 1 }] },
      { a: [{ c: 1, b: 1 }] },
      [1, 2],
      ['1,2'],
    ),
  )

  fc.assert(
    fc.property(fc.array(item, { maxLength: 8 }), (items) => {
      const index = items.findIndex((one, at) => items.slice(0, at).some((other) => equal(one, other)))
      const before = items.findIndex((other) => equal(other, items[index]))
      expect(repeatedItem(items)).toEqual(index < 0 ? undefined : [index, before])
    }),
    { numRuns: 1_000 },
  )
})
