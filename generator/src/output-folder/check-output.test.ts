import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, folderWith, put } from '../fixtures/folder.js'
import { checkOutput } from './check-output.js'
import { writeOutput } from './write-output.js'

const options = { contents: 'typescript', version: '1.0.0' }
const wanted = [
  { path: 'edited.ts', text: 'one\ntwo\nthree\n' },
  { path: 'missing.ts', text: 'x' },
  { path: 'outdated.ts', text: 'one\ntwo\n' },
  { path: 'same.ts', text: 'x' },
]
const earlier = [
  { path: 'edited.ts', text: 'one\ntwo\nthree\n' },
  { path: 'extra.ts', text: 'x' },
  { path: 'outdated.ts', text: 'one\n2\n' },
  { path: 'same.ts', text: 'x' },
]

test('says nothing of a folder that is current, also when another version of the tool wrote it', async () => {
  const folder = folderWith()
  await writeOutput(folder, wanted, { ...options, version: '0.9.0' })

  expect(await checkOutput(folder, wanted, options)).toEqual([])
})

test('says file by file what is not current, with the first line that differs, and writes nothing', async () => {
  const folder = folderWith()
  await writeOutput(folder, earlier, options)
  put(folder, { 'edited.ts': 'one\nTWO\nthree\n', 'mine.ts': 'x' })
  const before = filesIn(folder)

  const findings = await checkOutput(folder, wanted, options)

  expect(
    findings.map(({ rule, severity, message, place }) => [rule, severity, message, place?.file, place?.line]),
  ).toEqual([
    [
      'output-edited',
      'error',
      'edited.ts was edited by hand; expected this line to read "two"',
      join(folder, 'edited.ts'),
      2,
    ],
    ['output-missing', 'error', 'missing.ts is missing; the contract asks for it', join(folder, 'missing.ts'), 1],
    [
      'output-outdated',
      'error',
      'outdated.ts is not what the contract asks for; expected this line to read "two"',
      join(folder, 'outdated.ts'),
      2,
    ],
    [
      'output-extra',
      'error',
      'extra.ts no longer belongs to the contract; expected no such file',
      join(folder, 'extra.ts'),
      1,
    ],
  ])
  expect(filesIn(folder)).toEqual(before)
})

test('says that everything is missing where there is no folder, and makes none', async () => {
  const folder = join(folderWith(), 'generated')

  expect((await checkOutput(folder, wanted, options)).map(({ rule }) => rule)).toEqual(
    wanted.map(() => 'output-missing'),
  )
  expect(filesIn(join(folder, '..'))).toEqual({})
})

test('says that the manifest is gone where nothing else is wrong', async () => {
  const folder = folderWith()
  await writeOutput(folder, wanted, options)
  rmSync(join(folder, '.tidings-manifest.json'))

  expect((await checkOutput(folder, wanted, options)).map(({ message }) => message)).toEqual([
    '.tidings-manifest.json does not name the generated files as they are',
  ])
})

test("names a user's file in the way, and a file that was edited and should be gone", async () => {
  const folder = folderWith({ 'missing.ts': 'mine' })
  await writeOutput(folder, earlier, options)
  put(folder, { 'extra.ts': 'edited' })

  const findings = await checkOutput(folder, wanted, options)

  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'output-taken: missing.ts was not written by Tidings, and a generated file belongs there',
    'output-outdated: outdated.ts is not what the contract asks for; expected this line to read "two"',
    'output-edited: extra.ts was edited by hand and no longer belongs to the contract; expected no such generated file',
  ])
})
