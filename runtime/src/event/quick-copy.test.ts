import assert from 'node:assert/strict'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quickCopy } from './quick-copy.js'

const isOwn = (value: unknown, given: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (value !== given &&
    Object.isFrozen(value) &&
    Object.entries(value).every(([name, member]) => isOwn(member, Reflect.get(given as object, name))))

test('of whatever it copies, the copy is the same in JSON, is frozen, and shares nothing', () => {
  let copied = 0
  const values = fc.oneof(
    fc.jsonValue(),
    fc.anything({ withSparseArray: true, withNullPrototype: true, withDate: true }),
  )
  fc.assert(
    fc.property(values, (value) => {
      const copy = quickCopy(value, 20)
      if (copy === undefined) return
      copied++
      assert.deepEqual(copy, JSON.parse(JSON.stringify(value)))
      expect(isOwn(copy, value)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
  expect(copied).toBeGreaterThan(500)
})

const cycle: unknown[] = []
cycle.push(cycle)
const hidden = { a: 1 }
Object.defineProperty(hidden, Symbol('b'), { value: 1 })

test.each<[string, unknown]>([
  ['a cycle', cycle],
  ['a hole', new Array(1)],
  ['what is undefined', { a: undefined }],
  ['a symbol as a name', hidden],
  ['an instance', new Map()],
  ['a member named __proto__', JSON.parse('{"__proto__":{"a":1}}')],
  ['−0', [-0]],
  ['NaN', Number.NaN],
  ['an integer that is not safe', 2 ** 53],
  ['a bigint', 1n],
  ['what is too deep', [[[]]]],
])('%s is left to who can say what is wrong', (_, value) => {
  expect(quickCopy(value, 2)).toBeUndefined()
})
