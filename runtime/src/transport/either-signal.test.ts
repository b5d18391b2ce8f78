import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { EitherSignal } from './either-signal.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

test('either aborts it', () => {
  for (const which of [0, 1]) {
    const controllers = [new AbortController(), new AbortController()] as const
    const { signal } = new EitherSignal(controllers[0].signal, controllers[1].signal)
    expect(signal.aborted).toBe(false)
    controllers[which]?.abort()
    expect(signal.aborted).toBe(true)
  }
})

test('one that is aborted already aborts it', () => {
  expect(new EitherSignal(new AbortController().signal, AbortSignal.abort()).signal.aborted).toBe(true)
})

test('once left it follows neither', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const either = new EitherSignal(one.signal, other.signal)
  either.leave()
  one.abort()
  other.abort()
  expect(either.signal.aborted).toBe(false)
})

test('a time limit that nobody else keeps aborts it', async () => {
  const aborted = waitFor(new EitherSignal(AbortSignal.timeout(50), new AbortController().signal).signal)
  await sleep(5)
  collect()
  await sleep(5)
  collect()
  expect(await Promise.race([aborted, sleep(2_000, 'never')])).toBe('aborted')
})

const waitFor = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }))
