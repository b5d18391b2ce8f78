import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Finding, Json } from '@tidings/contract'
import { diff, model } from 'tidings'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { corpusDocuments, ownDocuments, type TestDocument } from '../documents/documents.js'
import { demanding, inlined, moved, reversed } from './rewrites.js'

const documents: readonly TestDocument[] = [
  ...ownDocuments.filter(({ name }) => name !== 'pizzeria'),
  ...corpusDocuments,
]
const roots = [...new Set(documents.map(({ root }) => root))]
let folder = ''

/** Each root twice, so that a rewritten document keeps the files that it refers to. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  roots.forEach((root, index) => {
    for (const side of ['before', 'after']) cpSync(root, join(folder, side, String(index)), { recursive: true })
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(documents)('$name', ({ file, root }) => {
  const pathIn = (side: 'before' | 'after') => join(folder, side, String(roots.indexOf(root)), relative(root, file))
  const read = (): Json => parse(readFileSync(file, 'utf8'), { uniqueKeys: false, maxAliasCount: -1 })

  const findingsAfter = async (rewrite: (document: Json) => Json): Promise<readonly Finding[]> => {
    writeFileSync(pathIn('after'), JSON.stringify(rewrite(read())))
    const { findings } = await diff({ base: pathIn('before'), head: pathIn('after'), contract: pathIn('after') })
    return findings
  }

  test('is itself, however it is written', async () => {
    expect((await findingsAfter(reversed)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
    expect((await findingsAfter(inlined)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
  })

  test('moved to other addresses breaks those who use it', async () => {
    const { contract } = await model({ contract: pathIn('before') })
    const addressed = contract?.channels.filter(({ address }) => address !== null) ?? []

    const found = await findingsAfter(moved)
    // Where its events were named for it, or several channels carry the same, it is another channel.
    const told = found.filter(({ rule }) => rule === 'channel-address-changed' || rule === 'channel-removed')
    expect(told.length).toBe(addressed.length)
  })

  test('asking for more breaks whoever did not know, and shows it', async () => {
    const found = await findingsAfter(demanding)
    const { contract } = await model({ contract: pathIn('after') })
    const text = JSON.stringify([contract?.schemas, contract?.events.map(({ payload, headers }) => [payload, headers])])
    const asking = found.filter(({ rule, message }) => rule !== 'binding-changed' && message.includes('askedForNow'))

    expect(asking.length > 0).toBe(text.includes('askedForNow'))
    for (const { severity, breaks = [], witness, message } of asking) {
      const isShown = severity !== 'error' || !message.startsWith('data') || witness !== undefined
      expect({ message, isShown, hurts: breaks.length > 0 }).toEqual({ message, isShown: true, hurts: true })
    }
  })
})
