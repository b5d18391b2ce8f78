import { expect, test } from 'vitest'
import { ByKey } from './by-key.js'

const make = (key: string) => ({ key, isIdle: false })

test('there is one of each key', () => {
  const all = new ByKey(make)
  expect(all.of('a')).toBe(all.of('a'))
  expect(all.of('b').key).toBe('b')
  expect(all.find('a')).toBe(all.of('a'))
  expect(all.find('c')).toBe(undefined)
})

test('idle ones are forgotten when there are many, and busy ones never', () => {
  const all = new ByKey(make)
  const busy = Array.from({ length: 300 }, (_, index) => all.of(`busy-${index}`))
  for (let index = 0; index < 10_000; index++) all.of(`idle-${index}`).isIdle = true
  for (const one of busy) expect(all.of(one.key)).toBe(one)
  expect([...all.all()].length).toBeLessThan(1_000)
})
