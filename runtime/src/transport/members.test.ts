import { expect, test } from 'vitest'
import { type Member, Members } from './members.js'

const named = (name: string): Member & { readonly name: string } => ({ name, at: 0 })

const namesOf = (members: Members<ReturnType<typeof named>>) => members.all().map(({ name }) => name)

test('whoever leaves is not there, and all others are, in the order in which they came', () => {
  const members = new Members<ReturnType<typeof named>>()
  const given = ['a', 'b', 'c', 'd'].map(named)
  for (const member of given) members.add(member)
  const [a, b, c, d] = given
  for (const [leaving, left] of [
    [a, ['b', 'c', 'd']],
    [d, ['b', 'c']],
    [b, ['c']],
  ] as const) {
    expect(leaving !== undefined && members.delete(leaving)).toBe(true)
    expect(namesOf(members)).toEqual(left)
    expect(members.find(() => true)?.name).toBe(left[0])
  }
  expect(c !== undefined && members.has(c)).toBe(true)
  expect(members.size).toBe(1)
})

test('whoever is not there leaves nobody', () => {
  const members = new Members<Member>()
  const [first, second] = [named('a'), named('b')]
  members.add(first)
  expect(members.delete(second)).toBe(false)
  expect(members.delete(first)).toBe(true)
  expect(members.delete(first)).toBe(false)
  expect(members.size).toBe(0)
  expect(members.find(() => true)).toBe(undefined)
})

test('it is what a Set would be, whatever comes and goes', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((seed / 2 ** 31) * below)
  }
  const all = Array.from({ length: 200 }, (_, index) => named(`${index}`))
  const members = new Members<ReturnType<typeof named>>()
  const set = new Set<ReturnType<typeof named>>()
  for (let step = 0; step < 4_000; step++) {
    // Now it grows, now it shrinks.
    const member = all[random(step % 1_000 < 500 ? 200 : 20)]
    if (member === undefined) continue
    if (set.has(member)) expect(members.delete(member)).toBe(set.delete(member))
    else {
      members.add(member)
      set.add(member)
    }
    expect(members.size).toBe(set.size)
    expect(members.find(() => true)).toBe([...set][0])
    if (step % 50 === 0) expect(members.all()).toEqual([...set])
  }
})
