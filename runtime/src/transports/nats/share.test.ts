import { expect, test } from 'vitest'
import type { ConsumerPlace } from './consumers.js'
import { share, takeTurns } from './share.js'
import type { Tap } from './tap.js'

interface Asked {
  readonly batch: number
  readonly waitMs: number
}

function fake(state: Partial<Pick<Tap, 'outstanding' | 'isLively' | 'askedAt' | 'place'>> = {}) {
  const asked: Asked[] = []
  const tap = {
    outstanding: 0,
    isLively: false,
    askedAt: 0,
    ...state,
    ask: (batch: number, waitMs: number) => asked.push({ batch, waitMs }),
  }
  return { tap: tap as unknown as Tap, asked }
}

test('a single consumer is asked for what the bus wants, never beyond the room', () => {
  const [wide, narrow] = [fake(), fake()]
  share([wide.tap], 100, 20)
  share([narrow.tap], 5, 20)
  expect([wide.asked, narrow.asked]).toEqual([[{ batch: 20, waitMs: 20_000 }], [{ batch: 5, waitMs: 20_000 }]])
})

test('without room, or while it still owes some, nobody is asked', () => {
  const [full, owing] = [fake(), fake({ outstanding: 3 })]
  share([full.tap], 0, 20)
  share([owing.tap], 50, 20)
  expect([full.asked, owing.asked]).toEqual([[], []])
})

test('of several, each is asked for one, and the lively for the rest', () => {
  const [quiet, lively] = [fake(), fake({ isLively: true })]
  share([quiet.tap, lively.tap], 10, 20)
  expect([quiet.asked, lively.asked]).toEqual([[{ batch: 1, waitMs: 20_000 }], [{ batch: 9, waitMs: 2_000 }]])
})

test('where there is less room than consumers they take turns, the longest waiting first', () => {
  const [recent, longAgo] = [fake({ askedAt: 2 }), fake({ askedAt: 1 })]
  share([recent.tap, longAgo.tap], 1, 1)
  expect([recent.asked, longAgo.asked]).toEqual([[], [{ batch: 1, waitMs: 500 }]])
})

test('partitions are asked for many, where each may have one here', () => {
  const [one, owing] = [fake(), fake({ outstanding: 3 })]
  takeTurns([one.tap, owing.tap], new Set(), 1, 2)
  expect([one.asked, owing.asked]).toEqual([[{ batch: 32, waitMs: 20_000 }], []])
})

test('where fewer may be here than there are partitions these take turns, the longest waiting first', () => {
  const places = [0, 1, 2, 3].map((index) => ({ consumer: `${index}` }) as ConsumerPlace)
  const partitions = places.map((place, index) => fake({ place, askedAt: 4 - index }))
  const occupied = new Set(places.slice(3))
  takeTurns(
    partitions.map(({ tap }) => tap),
    occupied,
    1,
    2,
  )
  expect(partitions.map(({ asked }) => asked)).toEqual([[], [], [{ batch: 32, waitMs: 100 }], []])
})
