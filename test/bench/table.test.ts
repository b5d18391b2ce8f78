import { expect, test } from 'vitest'
import type { Comparison } from '../../bench/entry.js'
import type { Timing } from '../../bench/measure.js'
import { withLines } from '../../bench/summary.js'
import { page, printed, shortRow, timesTable } from '../../bench/table.js'

const run = async () => {}
const comparison: Comparison = {
  title: 'Count sheep',
  input: '2 sheep',
  times: 2,
  contestants: [
    { name: 'a dog', run },
    { name: 'tidings', isBaseline: true, run },
  ],
  cannot: { 'a cat': 'it sleeps' },
}
const timings: readonly Timing[] = [
  { name: 'a dog', bytes: 9_000_000, medianMs: 3000, fastestMs: 2900, slowestMs: 4000, ratio: 1.5 },
  { name: 'tidings', medianMs: 2000, fastestMs: 0.5, slowestMs: 2400, ratio: 1 },
]

test('tells what one took, how far it spread, and who cannot do it', () => {
  expect(printed(timesTable(timings, comparison))).toBe(
    [
      '         median            spread    rate  ratio',
      'a dog    1.50 s  1.45 s to 2.00 s  3 MB/s   1.50',
      'tidings  1.00 s  250 µs to 1.20 s           1.00',
      'a cat    cannot',
      '',
      'a cat: it sleeps.',
    ].join('\n'),
  )
})

test('is a table on a page', () => {
  expect(page({ head: ['', 'lines'], rows: [['a dog', '12'], ['a cat cannot']] })).toBe(
    [
      '|              | lines |',
      '| ------------ | ----- |',
      '| a dog        | 12    |',
      '| a cat cannot |       |',
    ].join('\n'),
  )
})

test('is one line in the README, with ours first', () => {
  expect(shortRow(comparison, timings)).toEqual(['Count sheep', '1.00 s', 'a dog 1.50; a cat cannot'])
})

test('the lines of a run stand in the place of their like, and new ones at the end', () => {
  const part =
    '\n| | Tidings | beside it |\n| - | - | - |\n| one | 1 ms | other 2.00 |\n| two | 3 ms | |\n\nOn a day.\n'
  expect(
    withLines(part, [
      ['two', '4 ms', 'x 1.00'],
      ['three', '5 ms', ''],
    ]),
  ).toEqual([
    ['one', '1 ms', 'other 2.00'],
    ['two', '4 ms', 'x 1.00'],
    ['three', '5 ms', ''],
  ])
  expect(withLines('', [['one', '1 ms', '']])).toEqual([['one', '1 ms', '']])
})
