import { expect, test } from 'vitest'
import { backoff } from './backoff.js'

const retry = { attempts: 5, delayMs: 1_000, factor: 3, totalDelayMs: 60_000 }

test.each([
  [1, 0, 0, 1_000],
  [2, 1_000, 0, 3_000],
  [4, 13_000, 0, 27_000],
  [5, 40_000, 0, undefined],
  [1, 0, 0.999, 500.5],
  [3, 4_000, 0.5, 6_750],
])('after attempt %i, %i ms waited and a random %f it waits %s ms', (attempt, waitedMs, random, want) => {
  const delayMs = backoff(retry, attempt, waitedMs, () => random)
  expect(delayMs === undefined ? undefined : Math.round(delayMs * 100) / 100).toBe(want)
})

test('the last wait is what is left of all', () => {
  expect(backoff({ ...retry, attempts: 99 }, 5, 55_000, () => 0)).toBe(5_000)
})

test('when all waiting is used up there is no more', () => {
  expect(backoff({ ...retry, attempts: 99 }, 6, 60_000, () => 0)).toBeUndefined()
})

test('no delay is no waiting, and uses nothing up', () => {
  expect(backoff({ ...retry, delayMs: 0, totalDelayMs: 0 }, 4, 0, () => 0)).toBe(0)
})

test('attempts beyond all numbers still wait a time that a timer takes', () => {
  expect(backoff({ ...retry, attempts: Number.MAX_SAFE_INTEGER }, 5_000, 0, () => 0)).toBe(60_000)
})
