import { expect, test } from 'vitest'
import type { Entry } from './ledger.js'
import { judge } from './verdict.js'

const entry = (key: string, number: number): Entry => ({ key, number, id: `${key}${number}`, process: 1 })
const accepted = [entry('a', 1), entry('a', 2), entry('b', 1)]

test('what was handled in any order by a subscription without order is well', () => {
  expect(judge('loose', accepted, [entry('b', 1), entry('a', 2), entry('a', 1)]).broken).toEqual([])
})

test('what nobody handled is lost', () => {
  const { broken, lost } = judge('loose', accepted, [entry('a', 2), entry('a', 1)])
  expect([broken, lost]).toEqual([['1 events are lost'], [entry('b', 1)]])
})

test('what was handled after a later one of its key came too late', () => {
  const { broken, late } = judge('ordered', accepted, [entry('a', 2), entry('b', 1), entry('a', 1)])
  expect([broken, late]).toEqual([['1 events came too late'], [entry('a', 1)]])
})

test('what was handled again, also after a later one, is well', () => {
  const handled = [entry('a', 1), entry('a', 2), entry('a', 1), entry('b', 1), entry('a', 2)]
  expect(judge('ordered', accepted, handled)).toMatchObject({ broken: [], repeated: 2 })
})

test('what was never accepted may come or not, whenever', () => {
  expect(judge('ordered', accepted, [entry('a', 9), ...accepted]).broken).toEqual([])
})

test('a doubled effect is told where there may be one', () => {
  expect(judge('once', accepted, [...accepted, entry('a', 1)]).broken).toEqual(['1 effects are doubled'])
})
