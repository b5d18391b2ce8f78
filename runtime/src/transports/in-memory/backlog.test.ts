import { expect, test } from 'vitest'
import type { Carried } from '../../transport/carried.js'
import { Backlog } from './backlog.js'
import { Queued } from './queued.js'

const carried = { place: { address: 'a' } } as unknown as Carried
const queued = (position: number) => new Queued(carried, position)
const drain = (backlog: Backlog) => {
  const positions: number[] = []
  for (let next = backlog.shift(); next !== undefined; next = backlog.shift()) positions.push(next.position)
  return positions
}

test('what was put back comes in its place', () => {
  const backlog = new Backlog()
  for (const position of [2, 5, 6]) backlog.push(queued(position))
  for (const position of [4, 1, 3]) backlog.putBack(queued(position))
  expect(backlog.size).toBe(6)
  expect(drain(backlog)).toEqual([1, 2, 3, 4, 5, 6])
  expect(backlog.size).toBe(0)
})

test('what went is forgotten, however much it was', () => {
  const backlog = new Backlog()
  const all = Array.from({ length: 10_000 }, (_, position) => position)
  const seen: (number | undefined)[] = []
  for (const position of all) {
    backlog.push(queued(position))
    if (position >= 10) seen.push(backlog.shift()?.position)
  }
  expect([...seen, ...drain(backlog)]).toEqual(all)
})
