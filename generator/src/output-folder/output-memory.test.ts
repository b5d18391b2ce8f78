import { statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, outputIn, put } from '../fixtures/folder.js'
import { createOutputMemory, type OutputMemory } from './output-memory.js'
import { entriesOf } from './read-entry.js'
import { writeOutput } from './write-output.js'

const options = { contents: 'typescript', version: '1.0.0' }

const write = (folder: string, text: string, memory: OutputMemory) =>
  writeOutput(folder, [{ path: 'index.ts', text }], { ...options, memory })

test('what is edited, put back or removed between two writings is seen', async () => {
  const folder = folderWith({})
  const memory = createOutputMemory()
  await write(folder, 'one', memory)
  put(folder, { 'index.ts': 'two' })

  expect((await write(folder, 'one', memory)).changes).toEqual([{ path: 'index.ts', change: 'updated' }])
  put(folder, { 'index.ts': 'eno' })
  utimesSync(join(folder, 'index.ts'), 1, 1)
  expect((await write(folder, 'one', memory)).findings.map(({ rule }) => rule)).toEqual(['output-edited'])
  expect(outputIn(folder)).toEqual({ 'index.ts': 'one' })
})

test('a file that has not changed for long is read once', () => {
  const folder = folderWith({ 'index.ts': 'one' })
  const path = join(folder, 'index.ts')
  const longAgo = Object.assign(statSync(path), { ctimeMs: Date.now() - 60_000 })
  const { seen } = createOutputMemory()
  const found = { kind: 'file', text: 'one', hash: 'of one' } as const

  seen.keep('index.ts', longAgo, found)
  expect(seen.recall('index.ts', longAgo)).toBe(found)
  expect(seen.recall('index.ts', Object.assign(statSync(path), { ctimeMs: longAgo.ctimeMs + 1 }))).toBeUndefined()
})

test('a file that has just changed is read again, since its time may not tell a further change', () => {
  const folder = folderWith({ 'index.ts': 'one' })
  const { seen } = createOutputMemory()
  entriesOf(folder, seen)('index.ts')
  expect(seen.recall('index.ts', statSync(join(folder, 'index.ts')))).toBeUndefined()
})
