import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Audience } from '@tidings/contract'
import { expect, test } from 'vitest'
import { compared } from './fixtures/compared.js'
import { contractOf, type Settings } from './fixtures/contract-of.js'
import { type Row, readTable } from './fixtures/read-table.js'
import { diffRules } from './rules.js'

const { base, rows } = readTable(readFileSync(join(import.meta.dirname, 'changes.md'), 'utf8'))

test.each(rows)('$part: $change', async (row) => {
  const found = await compared(documentOf(row, row.before), documentOf(row, row.after), { compatibility: 'full' })
  const told = found.filter(({ rule }) => !advice.has(rule))
  const verdict = (audience: Audience) => {
    const about = told.filter(({ breaks }) => breaks?.includes(audience))
    if (audience === 'source') return about.length > 0 ? 'breaks' : '–'
    if (about.some(({ severity }) => severity === 'error')) return 'breaks'
    if (about.some(({ rule }) => rule === 'cannot-tell')) return '?'
    return about.some(({ severity }) => severity === 'warning') ? 'risks' : '–'
  }

  expect({
    forward: verdict('forward'),
    backward: verdict('backward'),
    source: verdict('source'),
    wire: verdict('wire'),
    finds: [...new Set(told.map(({ rule }) => rule))].sort(),
  }).toEqual({
    forward: row.forward,
    backward: row.backward,
    source: row.source,
    wire: row.wire,
    finds: row.finds,
  })
})

test('there are rows for every rule but those on whole contracts and versions', () => {
  const found = new Set(rows.flatMap(({ finds }) => finds))
  const missing = Object.keys(diffRules).filter((rule) => !found.has(rule))

  expect(missing.sort()).toEqual(['contract-added', 'contract-removed', 'new-version-due', 'version-not-raised'])
  expect(rows.length).toBeGreaterThan(180)
})

/** What follows from the changes, and is none itself. */
const advice: ReadonlySet<string> = new Set(['new-version-due', 'version-not-raised'])

const notes = {
  asyncapi: '3.0.0',
  info: { title: 'Notes', version: '1.0.0' },
  channels: { notes: { address: 'notes', messages: { Noted: { $ref: '#/components/messages/Noted' } } } },
  components: { messages: { Noted: {} } },
}

/** A row on data is about the data of one event; one on the contract sets places of it. */
const documentOf = ({ isAboutData }: Row, cell: unknown): string =>
  isAboutData ? contractOf(notes, { 'components.messages.Noted.payload': cell }) : contractOf(base, cell as Settings)
