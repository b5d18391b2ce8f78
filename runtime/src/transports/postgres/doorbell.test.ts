import { expect, test } from 'vitest'
import { systemClock } from '../../transport/clock.js'
import { Doorbell } from './doorbell.js'

const never = new AbortController().signal
const hour = 3_600_000

test('a ring wakes who sleeps', async () => {
  const bell = new Doorbell(systemClock)
  bell.listen()
  const slept = bell.sleep(hour, never)
  bell.ring()
  expect(await slept).toBe(true)
})

test('a ring between listening and sleeping is not missed', async () => {
  const bell = new Doorbell(systemClock)
  bell.listen()
  bell.ring()
  expect(await bell.sleep(hour, never)).toBe(true)
})

test('whoever slept for long enough wakes without a ring', async () => {
  const bell = new Doorbell(systemClock)
  bell.listen()
  expect(await bell.sleep(1, never)).toBe(false)
})

test('an abort ends the sleep', async () => {
  const bell = new Doorbell(systemClock)
  const stop = new AbortController()
  bell.listen()
  const slept = bell.sleep(hour, stop.signal)
  stop.abort()
  expect(await slept).toBe(false)
})
