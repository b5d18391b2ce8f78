import { expect, test } from 'vitest'
import { eachOf } from './each-of.js'

const numbers = Array.from({ length: 200 }, (_, index) => index)

test('does each once, some at a time, and keeps their order', async () => {
  let running = 0
  let most = 0
  const results = await eachOf(numbers, async (number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return number * 2
  })

  expect(results).toEqual(numbers.map((number) => number * 2))
  expect(most).toBe(32)
})

test('throws what one throws, when all that had begun have ended', async () => {
  let ended = 0
  const doing = eachOf(numbers.slice(0, 4), async (number) => {
    if (number === 1) throw new RangeError('one')
    await new Promise((resolve) => setImmediate(resolve))
    ended++
  })

  await expect(doing).rejects.toThrow(RangeError)
  expect(ended).toBe(3)
})

test('has nothing to do for nothing', async () => {
  expect(await eachOf([], async () => 1)).toEqual([])
})
