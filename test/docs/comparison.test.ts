import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { countOf, realDocuments } from '../../bench/compare/compare-corpus.js'
import { mistakesFoundByTidings } from '../../bench/compare/compare-mistakes.js'
import { meaningOf, saidByTidings } from '../../bench/compare/compare-pairs.js'
import { toldByTidings } from '../../bench/compare/inspect-documents.js'
import { mistakes } from '../../bench/compare/mistakes.js'
import { readPairs } from '../../bench/compare/pairs.js'
import { corpusFolder } from '../documents/documents.js'
import { workspaceRoot } from '../workspace-root.js'

/** What docs/comparison.md says of Tidings, held against Tidings; what it says of others is measured by hand. */
const page = readFileSync(join(workspaceRoot, 'docs/comparison.md'), 'utf8')

test('each pair of contracts is judged as the page says', { timeout: 120_000 }, async () => {
  const judged: string[][] = []
  for (const pair of readPairs()) judged.push([pair.change, meaningOf(pair), (await saidByTidings(pair)).text])

  expect(rowsOf('pairs').map((cells) => cells.slice(0, 3))).toEqual(judged)
})

test('in each document with one mistake is found what the page says', { timeout: 120_000 }, async () => {
  const found = await mistakesFoundByTidings(mistakes)

  expect(rowsOf('mistakes').map((cells) => cells.slice(0, 2))).toEqual([
    ...mistakes.map(({ what }, at) => [what, found[at]]),
    [`**seen, of ${mistakes.length}**`, String(found.filter((cell) => cell !== '–').length)],
  ])
})

describe.skipIf(corpusFolder === undefined)('real documents (skipped where ../shared/corpus is not there)', () => {
  test('in each is found as much as the page says', { timeout: 120_000 }, async () => {
    const counted: string[][] = []
    for (const { name, file } of realDocuments()) counted.push([name, countOf(await toldByTidings(file))])

    expect(
      rowsOf('corpus')
        .map((cells) => cells.slice(0, 2))
        .filter(([name]) => !name?.startsWith('**')),
    ).toEqual(counted)
  })
})

/** The rows of the first table of a part of the page, without its head. */
function rowsOf(part: string): string[][] {
  const [, text = ''] = new RegExp(`<!-- begin: ${part} -->\n\n([\\s\\S]*?)\n\n`).exec(page) ?? []
  return text
    .split('\n')
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
}
