import { rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, folderWith, outputIn, put } from '../fixtures/folder.js'
import { isUnusableOutputFolder } from './open-output-folder.js'
import type { OutputFile } from './output-file.js'
import { writeOutput } from './write-output.js'

const options = { contents: 'typescript', version: '1.0.0' }

const asFiles = (files: Readonly<Record<string, string>>): OutputFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }))

const write = (folder: string, files: Readonly<Record<string, string>>, version = '1.0.0') =>
  writeOutput(folder, asFiles(files), { ...options, version })

const rulesOf = ({ findings }: { findings: readonly { rule: string; severity: string; message: string }[] }) =>
  findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)

test('a folder that is missing is made, with the files and a manifest that names them', async () => {
  const folder = join(folderWith(), 'deep', 'generated')

  const report = await write(folder, { 'index.ts': 'b\n', 'events/a.ts': 'a\n' })

  expect(report).toEqual({
    changes: [
      { path: 'events/a.ts', change: 'created' },
      { path: 'index.ts', change: 'created' },
    ],
    unchanged: 0,
    findings: [],
  })
  expect(filesIn(folder)).toEqual({
    '.tidings-manifest.json': `{
  "manifest": 1,
  "tool": "tidings 1.0.0",
  "contents": "typescript",
  "files": {
    "events/a.ts": "87428fc522803d31065e7bce3cf03fe4",
    "index.ts": "0263829989b6fd954f72baaf2fc64bc2"
  }
}
`,
    'events/a.ts': 'a\n',
    'index.ts': 'b\n',
  })
})

test('a folder that is new comes into place whole, however many files it holds', async () => {
  const folder = folderWith()
  await write(folder, { 'old/a.ts': 'a' })
  const steps: string[] = []
  const step = (what: string) => void steps.push(what)
  const files = asFiles({ 'old/a.ts': 'a', 'old/b.ts': 'b', 'new/a.ts': 'a', 'new/deep/b.ts': 'b' })

  await writeOutput(folder, files, { ...options, step })

  expect(steps.filter((what) => what.startsWith('place '))).toEqual([
    'place new',
    'place old/b.ts',
    'place .tidings-manifest.json',
  ])
  expect(outputIn(folder)).toEqual(Object.fromEntries(files.map(({ path, text }) => [path, text])))
})

test('a folder that somebody makes meanwhile keeps what they put there', async () => {
  const folder = folderWith()
  const step = (what: string) => what === 'place new' && put(folder, { 'new/a.ts': 'mine', 'new/mine.ts': 'mine' })

  const report = await writeOutput(folder, asFiles({ 'new/a.ts': 'a', 'new/b.ts': 'b' }), {
    ...options,
    step: (what) => void step(what),
  })

  expect(report.changes).toEqual([{ path: 'new/b.ts', change: 'created' }])
  expect(outputIn(folder)).toMatchObject({ 'new/a.ts': 'mine', 'new/b.ts': 'b', 'new/mine.ts': 'mine' })
  expect(report.findings.map(({ message }) => message)).toEqual([
    'new/a.ts changed while it was being generated; it was left as it is',
  ])
})

test('only what changed is written, and what no longer belongs is removed with its empty folders', async () => {
  const folder = folderWith()
  await write(folder, { 'same.ts': 'same', 'changed.ts': 'old', 'events/old/gone.ts': 'gone' })
  const { ino } = statSync(join(folder, 'same.ts'))

  const report = await write(folder, { 'same.ts': 'same', 'changed.ts': 'new', 'new.ts': 'new' })

  expect(report).toEqual({
    changes: [
      { path: 'changed.ts', change: 'updated' },
      { path: 'events/old/gone.ts', change: 'removed' },
      { path: 'new.ts', change: 'created' },
    ],
    unchanged: 1,
    findings: [],
  })
  expect(outputIn(folder)).toEqual({ 'changed.ts': 'new', 'new.ts': 'new', 'same.ts': 'same' })
  expect(statSync(join(folder, 'same.ts')).ino).toBe(ino)
})

test('a folder that is current is not touched, not even its time', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'a' })
  const before = [statSync(folder).mtimeMs, statSync(join(folder, '.tidings-manifest.json')).mtimeMs]

  expect(await write(folder, { 'index.ts': 'a' }, '2.0.0')).toEqual({ changes: [], unchanged: 1, findings: [] })

  expect([statSync(folder).mtimeMs, statSync(join(folder, '.tidings-manifest.json')).mtimeMs]).toEqual(before)
})

test("a user's files stay, wherever they stand", async () => {
  const mine = {
    'package.json': '{}',
    'tsconfig.json': '{}',
    'dist/index.js': 'x',
    'events/mine.ts': 'mine',
    'node_modules/a/index.js': 'x',
  }
  const folder = folderWith(mine)
  await write(folder, { 'events/a.ts': 'a' })
  await write(folder, {})

  expect(outputIn(folder)).toEqual(mine)
})

test("a user's file that stands where ours should go stops everything", async () => {
  const folder = folderWith({ 'events/a.ts': 'mine' })

  const report = await write(folder, { 'events/a.ts': 'ours', 'index.ts': 'ours' })

  expect(rulesOf(report)).toEqual([
    'error output-taken: events/a.ts was not written by Tidings, and a generated file belongs there',
  ])
  expect(report.findings[0]?.place).toEqual({ file: join(folder, 'events/a.ts'), line: 1, column: 1 })
  expect(filesIn(folder)).toEqual({ 'events/a.ts': 'mine' })
})

test('a file of ours that was edited by hand is replaced, and that is said', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'ours' })
  put(folder, { 'index.ts': 'edited' })

  const report = await write(folder, { 'index.ts': 'ours' })

  expect(rulesOf(report)).toEqual(['warning output-edited: index.ts was edited by hand; its contents were replaced'])
  expect(outputIn(folder)).toEqual({ 'index.ts': 'ours' })
})

test('a file that was edited by hand and no longer belongs is left to its editor', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'ours', 'gone.ts': 'ours' })
  put(folder, { 'gone.ts': 'edited' })

  const report = await write(folder, { 'index.ts': 'ours' })

  expect(rulesOf(report)).toEqual([
    'warning output-edited: gone.ts was edited by hand and no longer belongs to the contract; it was left in place and is yours now',
  ])
  expect(outputIn(folder)).toEqual({ 'gone.ts': 'edited', 'index.ts': 'ours' })
  expect(await write(folder, { 'index.ts': 'ours' })).toEqual({ changes: [], unchanged: 1, findings: [] })
})

test('a file that was deleted is written again', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'ours' })
  rmSync(join(folder, 'index.ts'))

  expect((await write(folder, { 'index.ts': 'ours' })).changes).toEqual([{ path: 'index.ts', change: 'created' }])
})

test('CRLF line ends, as git checks them out on Windows, are no difference', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'a\nb\n' })
  put(folder, { 'index.ts': 'a\r\nb\r\n' })

  expect(await write(folder, { 'index.ts': 'a\nb\n' })).toEqual({ changes: [], unchanged: 1, findings: [] })
  expect((await write(folder, { 'index.ts': 'a\nc\n' })).findings).toEqual([])
})

test('a lost or conflicting manifest costs nothing where files begin as generated ones do', async () => {
  const header = '// Generated by Tidings from asyncapi.yaml.\n'
  const folder = folderWith()
  await write(folder, { 'index.ts': `${header}old` })
  put(folder, { '.tidings-manifest.json': '<<<<<<< HEAD\n' })

  const report = await write(folder, { 'index.ts': `${header}new` })

  expect(rulesOf(report)).toEqual([
    'warning output-edited: index.ts is a generated file that the manifest does not name; its contents were replaced',
  ])
  expect(outputIn(folder)).toEqual({ 'index.ts': `${header}new` })
})

test('a manifest cannot make us remove what lies outside or is kept for the user', async () => {
  const parent = folderWith({ 'secret.txt': 'x', 'out/package.json': 'x' })
  const folder = join(parent, 'out')
  await write(folder, { 'index.ts': 'x' })
  const hash = /"index.ts": "(\w+)"/.exec(filesIn(folder)['.tidings-manifest.json'] ?? '')?.[1] ?? ''
  const files = { '../secret.txt': hash, 'package.json': hash, [join(parent, 'secret.txt')]: hash, 'index.ts': hash }
  put(folder, { '.tidings-manifest.json': JSON.stringify({ manifest: 1, contents: 'typescript', files }) })

  await write(folder, {})

  expect(outputIn(parent)).toEqual({
    'out/.tidings-manifest.json': expect.any(String),
    'out/package.json': 'x',
    'secret.txt': 'x',
  })
})

test.each([
  ['../up.ts', 'leaves the folder'],
  ['/etc/up.ts', 'leaves the folder'],
  ['a//b.ts', 'leaves the folder'],
  ['C:/up.ts', 'holds a backslash, a colon or a control character'],
  ['a\\b.ts', 'holds a backslash, a colon or a control character'],
  ['package.json', 'is kept for you'],
  ['dist/index.js', 'is kept for you'],
  ['a/node_modules/b.js', 'is kept for you'],
  ['.tidings/lock', 'is kept for the books of Tidings'],
  ['.tidings-manifest.json', 'is kept for the books of Tidings'],
  ['', 'is empty'],
])('the path %j is refused', async (path, reason) => {
  const folder = folderWith()

  const report = await write(folder, { [path]: 'x' })

  expect(rulesOf(report)).toEqual([
    `error output-path: the output file ${JSON.stringify(path)} ${reason}; expected a path of its own inside the output folder`,
  ])
  expect(filesIn(folder)).toEqual({})
})

test('paths that differ in nothing but case are refused', async () => {
  expect(rulesOf(await write(folderWith(), { 'A.ts': '', 'a.ts': '' }))).toEqual([
    'error output-path: the output file "a.ts" differs from A.ts in nothing but case; expected a path of its own inside the output folder',
  ])
})

test('a symbolic link inside the folder is never written through', async () => {
  const elsewhere = folderWith()
  const folder = folderWith()
  symlinkSync(elsewhere, join(folder, 'events'))

  expect(rulesOf(await write(folder, { 'events/a.ts': 'a' }))).toEqual([
    'error output-taken: a symbolic link stands at events, where events/a.ts belongs',
  ])
  expect(filesIn(elsewhere)).toEqual({})
})

test('a folder that is itself a symbolic link is written through', async () => {
  const real = folderWith()
  const link = join(folderWith(), 'generated')
  symlinkSync(real, link)

  await write(link, { 'index.ts': 'a' })

  expect(outputIn(real)).toEqual({ 'index.ts': 'a' })
})

test('a file where the folder, or our own working folder, should be is an error that says so', async () => {
  const folder = folderWith({ generated: 'x', 'out/.tidings': 'x' })

  await expect(write(join(folder, 'generated'), { 'a.ts': '' })).rejects.toSatisfy(isUnusableOutputFolder)
  await expect(write(join(folder, 'out'), { 'a.ts': '' })).rejects.toSatisfy(isUnusableOutputFolder)
})

test('a folder holds the SDK or the models of one language, never both', async () => {
  const folder = folderWith()
  await write(folder, { 'index.ts': 'a' })

  const report = await writeOutput(folder, [{ path: 'A.java', text: '' }], { contents: 'java', version: '1.0.0' })

  expect(rulesOf(report)).toEqual([
    'error output-contents: the output folder holds the TypeScript SDK; expected a folder for java models',
  ])
})

test('a file of ours gives way to a folder of ours', async () => {
  const folder = folderWith()
  await write(folder, { events: 'a file' })
  await write(folder, { 'events/a.ts': 'a' })

  expect(outputIn(folder)).toEqual({ 'events/a.ts': 'a' })
})

test('when staging fails, the output is as it was', async () => {
  const folder = folderWith()
  await write(folder, { 'a.ts': 'old' })
  const before = filesIn(folder)
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  const failing = {
    ...options,
    step: (what: string) => (what === 'write the journal' ? Promise.reject(full) : undefined),
  }

  await expect(writeOutput(folder, asFiles({ 'a.ts': 'new' }), failing)).rejects.toBe(full)

  expect(filesIn(folder)).toEqual(before)
})
