import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Audience, Finding } from '@tidings/contract'
import { beforeAll, expect, test } from 'vitest'
import { compared } from './fixtures/compared.js'
import { contractOf, type Settings } from './fixtures/contract-of.js'
import { type Row, readTable } from './fixtures/read-table.js'
import { diffRules } from './rules.js'

const { base, rows } = readTable(readFileSync(join(import.meta.dirname, 'changes.md'), 'utf8'))
const ofData = rows.filter(({ isAboutData }) => isAboutData)
const ofContract = rows.filter(({ isAboutData }) => !isAboutData)

/** Of all rows on data together: the data of one event each. */
let found: readonly Finding[] = []
beforeAll(async () => {
  found = await compared(notesOf('before'), notesOf('after'), { compatibility: 'full' })
}, 60_000)

test.each(ofData.map((row, index) => ({ ...row, index })))('$part: $change', ({ index, ...row }) => {
  const own = `/components/messages/Noted${index}`
  const told = found.filter(({ place }) => place?.pointer === own || place?.pointer?.startsWith(`${own}/`))

  expect(verdictsIn(told)).toEqual(verdictsOf(row))
})

test.each(ofContract)('$part: $change', async (row) => {
  const [before, after] = [row.before, row.after].map((settings) => contractOf(base, settings as Settings))

  expect(verdictsIn(await compared(before ?? '', after ?? '', { compatibility: 'full' }))).toEqual(verdictsOf(row))
})

test('every break of data is shown by an event', () => {
  const shown = found.filter(
    ({ severity, breaks = [] }) => severity !== 'info' && breaks.some((one) => one !== 'source'),
  )
  const without = shown.filter(({ witness, rule }) => witness === undefined && rule !== 'cannot-tell')

  expect(shown.length).toBeGreaterThan(100)
  expect(without).toEqual([])
})

test('there are rows for every rule but those on whole contracts and versions', () => {
  const told = new Set(rows.flatMap(({ finds }) => finds))
  const missing = Object.keys(diffRules).filter((rule) => !told.has(rule))

  expect(missing.sort()).toEqual(['contract-added', 'contract-removed', 'new-version-due', 'version-not-raised'])
  expect(rows.length).toBeGreaterThan(180)
})

function verdictsIn(findings: readonly Finding[]) {
  const told = findings.filter(({ rule }) => !advice.has(rule))
  const verdict = (audience: Audience) => {
    const about = told.filter(({ breaks }) => breaks?.includes(audience))
    if (audience === 'source') return about.length > 0 ? 'breaks' : '–'
    if (about.some(({ severity }) => severity === 'error')) return 'breaks'
    if (about.some(({ rule }) => rule === 'cannot-tell')) return '?'
    return about.some(({ severity }) => severity === 'warning') ? 'risks' : '–'
  }
  return {
    forward: verdict('forward'),
    backward: verdict('backward'),
    source: verdict('source'),
    wire: verdict('wire'),
    finds: [...new Set(told.map(({ rule }) => rule))].sort(),
  }
}

/** What follows from the changes, and is none itself. */
const advice: ReadonlySet<string> = new Set(['new-version-due', 'version-not-raised'])

const verdictsOf = ({ forward, backward, source, wire, finds }: Row) => ({ forward, backward, source, wire, finds })

/** A contract with an event for each row on data. */
function notesOf(side: 'before' | 'after'): string {
  const messages = ofData.map((row, index) => [`Noted${index}`, { payload: row[side] }] as const)
  const references = messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }] as const)
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Notes', version: '1.0.0' },
    channels: { notes: { address: 'notes', messages: Object.fromEntries(references) } },
    components: { messages: Object.fromEntries(messages) },
  })
}
