import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { JoinedSignal } from './joined-signal.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('our own aborts what is joined, and theirs does', () => {
  const [own, theirs] = [new AbortController(), new AbortController()]
  const joined = new JoinedSignal(own.signal)
  const first = joined.with(theirs.signal)
  expect(joined.with(theirs.signal)).toBe(first)
  expect(first.aborted).toBe(false)
  theirs.abort()
  expect(first.aborted).toBe(true)
  const second = joined.with(new AbortController().signal)
  expect(second.aborted).toBe(false)
  own.abort()
  expect(second.aborted).toBe(true)
})

test('what is aborted already is so joined too', () => {
  expect(new JoinedSignal(new AbortController().signal).with(AbortSignal.abort()).aborted).toBe(true)
  expect(new JoinedSignal(AbortSignal.abort()).with(new AbortController().signal).aborted).toBe(true)
})

test('one that was joined before is followed no longer', () => {
  const before = new AbortController()
  const joined = new JoinedSignal(new AbortController().signal)
  joined.with(before.signal)
  const now = joined.with(new AbortController().signal)
  before.abort()
  expect(now.aborted).toBe(false)
})

test('a time limit that nobody else keeps aborts it', async () => {
  const aborted = waitFor(new JoinedSignal(new AbortController().signal).with(AbortSignal.timeout(50)))
  await sleep(5)
  collect()
  await sleep(5)
  collect()
  expect(await Promise.race([aborted, sleep(2_000, 'never')])).toBe('aborted')
})

const waitFor = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }))
