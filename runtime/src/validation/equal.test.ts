import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equal } from './equal.js'

test('a JSON value equals its copy, whatever the order of properties', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reversed = JSON.parse(JSON.stringify(value), (_, inner) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).reverse())
          : inner,
      )
      expect(equal(value, reversed)).toBe(true)
    }),
  )
})

test('two JSON values are equal when their canonical texts are', () => {
  const small = fc.jsonValue({ maxDepth: 2, noUnicodeString: true, stringUnit: fc.constantFrom('a') })
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_, inner) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    )

  fc.assert(fc.property(small, small, (one, other) => equal(one, other) === (canonical(one) === canonical(other))))
})

test.each([
  [{ a: 1 }, { b: 1 }],
  [{}, []],
  [{ length: 0 }, []],
  [null, {}],
  [0, false],
  ['1', 1],
  [{ a: undefined }, {}],
  [{ toString: 1 }, { valueOf: 1 }],
  [JSON.parse('{"__proto__":{}}'), {}],
])('%j is not %j', (one, other) => {
  expect(equal(one, other)).toBe(false)
  expect(equal(other, one)).toBe(false)
})
