import { expect, test } from 'vitest'
import type { ConsumerPlace } from './consumers.js'
import type { NatsHolding } from './holding.js'
import { KeyLines } from './key-lines.js'
import type { Tap } from './tap.js'

const place = {} as ConsumerPlace
const holding = (key: string | undefined, sequence: number) =>
  // Each by a tap of its own, as after a pause.
  ({ key, sequence, tap: { place } as Tap, reply: `${sequence}` }) as NatsHolding
const any = () => true
const names = (holdings: readonly NatsHolding[]) => holdings.map(({ key, sequence }) => `${key ?? ''}${sequence}`)

function linesOf(...holdings: readonly NatsHolding[]): KeyLines {
  const lines = new KeyLines()
  for (const each of holdings) lines.add(each)
  return lines
}

test('what comes out of turn goes out in the order of the stream', () => {
  const lines = linesOf(holding('a', 3), holding('a', 1), holding('b', 4), holding('a', 2))
  expect(names(lines.take(10, any))).toEqual(['a1', 'a2', 'a3', 'b4'])
  expect(lines.size).toBe(0)
})

test('what comes back waits until the later ones that are out have ended', () => {
  const lines = linesOf(holding('a', 1), holding('a', 2), holding('a', 3))
  const [a1, a2] = lines.take(2, any)
  if (a1 === undefined || a2 === undefined) throw new Error('two went out')
  lines.putBack(a1)
  expect(names(lines.take(10, any))).toEqual([])
  lines.release(a2)
  expect(names(lines.take(10, any))).toEqual(['a1', 'a3'])
})

test('a delay holds the later ones of its key back, and no others', () => {
  const lines = linesOf(holding('a', 1), holding('a', 2), holding('b', 3))
  const [a1] = lines.take(1, any)
  if (a1 === undefined) throw new Error('one went out')
  const over = lines.hold(a1)
  lines.putBack(a1)
  expect(names(lines.take(10, any))).toEqual(['b3'])
  over()
  expect(names(lines.take(10, any))).toEqual(['a1', 'a2'])
})

test('what has no key waits for nobody', () => {
  const lines = linesOf(holding(undefined, 1), holding(undefined, 2))
  const [first] = lines.take(1, any)
  if (first === undefined) throw new Error('one went out')
  const over = lines.hold(first)
  lines.putBack(first)
  expect(names(lines.take(10, any))).toEqual(['2'])
  over()
  expect(names(lines.take(10, any))).toEqual(['1'])
})

test('what may not go keeps its place', () => {
  const lines = linesOf(holding('a', 1), holding('a', 2))
  expect(names(lines.take(10, ({ sequence }) => sequence !== 1))).toEqual([])
  expect(names(lines.take(10, any))).toEqual(['a1', 'a2'])
})

test('what is taken out is neither here nor in the way', () => {
  const lines = linesOf(holding('a', 1), holding('a', 2), holding('b', 3))
  expect(names(lines.remove(({ sequence }) => sequence < 3))).toEqual(['a1', 'a2'])
  expect([lines.size, names(lines.all())]).toEqual([1, ['b3']])
})
