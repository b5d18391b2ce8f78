import { expect, test } from 'vitest'
import { manualClock } from '../bus/fixtures/manual-clock.js'
import { TimeLimits } from './time-limits.js'

function limited() {
  const clock = manualClock()
  const limits = new TimeLimits(clock)
  const over: string[] = []
  const begin = (name: string, limitMs = 1_000) => {
    const it = { at: 0, since: clock.now(), timeIsUp: () => void over.push(name) }
    const together = limits.begin(it, limitMs)
    return () => together.leave(it)
  }
  return { clock, over, begin }
}

test('what begins at about the same time shares a timer, and each has all of its time', async () => {
  const { clock, over, begin } = limited()
  begin('a')
  await clock.advance(4)
  begin('b')
  await clock.advance(6)
  begin('c')
  expect(clock.pending).toBe(1)
  await clock.advance(989)
  expect(over).toEqual([])
  await clock.advance(1)
  expect(over).toEqual(['a'])
  await clock.advance(4)
  expect(over).toEqual(['a', 'b'])
  await clock.advance(5)
  expect(over).toEqual(['a', 'b'])
  await clock.advance(1)
  expect(over).toEqual(['a', 'b', 'c'])
  expect(clock.pending).toBe(0)
})

test('what begins later, or may take longer, has a timer of its own', async () => {
  const { clock, over, begin } = limited()
  begin('a')
  begin('long', 2_000)
  await clock.advance(11)
  begin('b')
  expect(clock.pending).toBe(3)
  await clock.advance(1_000)
  expect(over).toEqual(['a', 'b'])
})

test('when all have ended, nothing is waited for', async () => {
  const { clock, over, begin } = limited()
  const ends = [begin('a'), begin('b')]
  for (const end of ends) end()
  expect(clock.pending).toBe(0)
  const last = begin('c')
  await clock.advance(999)
  last()
  await clock.advance(10_000)
  expect(over).toEqual([])
})

test('nobody joins those whose time is up', async () => {
  const { clock, over, begin } = limited()
  begin('a')
  await clock.advance(5)
  begin('b')
  await clock.advance(995)
  begin('c')
  await clock.advance(5)
  expect(over).toEqual(['a', 'b'])
  await clock.advance(995)
  expect(over).toEqual(['a', 'b', 'c'])
})
