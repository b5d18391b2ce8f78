import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostMarks, readMarks, writeMarks } from './marks.js'

test('what is written beside an offset', () => {
  const counts = new Map([
    [100n, 1],
    [111n, 3],
  ])
  expect(writeMarks(100n, { reach: 200n, counts, order: 'per-key' })).toBe('t1k 2s 0.1 b.3')
})

test('what was written is read', () => {
  const marks = fc.record({
    committed: fc.bigInt({ min: 0n, max: 2n ** 62n }),
    distances: fc.array(fc.nat({ max: 100_000 })),
    order: fc.constantFrom('none' as const, 'per-key' as const),
    count: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(marks, ({ committed, distances, order, count }) => {
      const counts = new Map(
        [...new Set(distances)].sort((one, other) => one - other).map((each) => [committed + BigInt(each), count]),
      )
      const written = { reach: committed + 100_001n, counts, order }
      expect(readMarks(committed, writeMarks(committed, written))).toEqual(written)
    }),
  )
})

test.each([null, undefined, '', 'somebody else wrote this', 't2k 5'])('%j says nothing', (metadata) => {
  expect(readMarks(7n, metadata)).toEqual({ reach: 7n, counts: new Map(), order: undefined })
})

test('as many as are ever written fit into what brokers take', () => {
  const counts = new Map(Array.from({ length: mostMarks }, (_, index) => [BigInt(index) * 10_000_000n, 1_000]))
  expect(writeMarks(0n, { reach: 2n ** 40n, counts, order: 'none' }).length).toBeLessThan(4_096)
})
