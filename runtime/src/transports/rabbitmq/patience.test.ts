import { expect, test } from 'vitest'
import { Patience } from './patience.js'

/** A clock of one timer, which is up when it is told so. */
function openClock() {
  const timers: (() => void)[] = []
  const after = (_ms: number, callback: () => void) => {
    timers.push(callback)
    return () => void timers.splice(timers.indexOf(callback), 1)
  }
  return { now: () => 0, after, timers, end: () => timers[0]?.() }
}

const forever = new Promise<never>(() => {})

test('what ends in time ends as it does', async () => {
  const patience = new Patience(10, openClock(), undefined)
  expect(await patience.unless(Promise.resolve('sent'))).toBe('sent')
  await expect(patience.unless(Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(patience.isOver).toBe(false)
})

test('when the time is up nobody waits, whether asked before or after', async () => {
  const clock = openClock()
  const patience = new Patience(10, clock, undefined)
  const { signal } = patience
  const waiting = patience.unless(forever)
  expect(signal.aborted).toBe(false)
  clock.end()
  await expect(waiting).rejects.toThrow('no confirmation came')
  expect(patience.isOver).toBe(true)
  expect(signal.aborted).toBe(true)
})

test('whoever calls it off ends it too, also before it began', async () => {
  const caller = new AbortController()
  const patience = new Patience(10, openClock(), caller.signal)
  const waiting = patience.unless(forever)
  caller.abort()
  await expect(waiting).rejects.toThrow('no confirmation came')
  expect(patience.signal.aborted).toBe(true)
  expect(new Patience(10, openClock(), caller.signal).isOver).toBe(true)
})

test('whoever leaves leaves no timer, and hears of nothing', () => {
  const clock = openClock()
  const caller = new AbortController()
  const patience = new Patience(10, clock, caller.signal)
  patience.leave()
  caller.abort()
  expect(clock.timers).toEqual([])
  expect(patience.isOver).toBe(false)
})
