import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Unsettled } from './unsettled.js'

function cameUpTo(last: number): Unsettled {
  const unsettled = new Unsettled()
  for (let tag = 1; tag <= last; tag++) unsettled.add(tag)
  return unsettled
}

test('all that came is settled in one, in whatever order it was done', () => {
  expect(cameUpTo(4).take([3, 1, 4, 2])).toEqual({ upTo: 4, alone: [] })
})

test('what is behind something that is still held is settled alone', () => {
  const unsettled = cameUpTo(5)
  expect(unsettled.take([1, 2, 4, 5])).toEqual({ upTo: 2, alone: [4, 5] })
  expect(unsettled.take([3])).toEqual({ upTo: 3, alone: [] })
})

test('where the first is still held nothing is settled in one', () => {
  expect(cameUpTo(3).take([2, 3])).toEqual({ upTo: undefined, alone: [2, 3] })
})

test('what was given back is in the way of nothing', () => {
  const unsettled = cameUpTo(3)
  unsettled.delete(1)
  expect(unsettled.take([2])).toEqual({ upTo: 2, alone: [] })
})

test('what is settled is what was asked for, and nothing that is held', () => {
  const events = fc.array(fc.oneof(fc.constant('comes' as const), fc.array(fc.nat(), { minLength: 1 })))
  fc.assert(
    fc.property(events, (happened) => {
      const unsettled = new Unsettled()
      const held = new Set<number>()
      let last = 0
      for (const event of happened) {
        if (event === 'comes') {
          unsettled.add(++last)
          held.add(last)
          continue
        }
        const tags = [...new Set(event.map((each) => [...held][each % held.size]))].filter((tag) => tag !== undefined)
        const { upTo = 0, alone } = unsettled.take(tags)
        const settled = [...held].filter((tag) => tag <= upTo || alone.includes(tag))
        expect(settled).toEqual(tags.toSorted((one, other) => one - other))
        for (const tag of settled) held.delete(tag)
      }
    }),
  )
})
