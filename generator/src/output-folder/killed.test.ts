import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildProgram } from '../fixtures/build-program.js'
import type { Files } from '../fixtures/folder.js'
import { filesIn, folderWith, outputIn, put } from '../fixtures/folder.js'
import { checkOutput } from './check-output.js'
import type { OutputFile } from './output-file.js'
import { recoverOutput } from './recover-output.js'
import { writeOutput } from './write-output.js'

const options = { contents: 'typescript', version: '1.0.0' }
const users = { 'events/mine.ts': 'mine', 'package.json': '{}' }
const before = { 'a.ts': 'a', 'events/changed.ts': 'old', 'events/deep/gone.ts': 'gone', 'index.ts': 'old' }
const after = { 'a.ts': 'a', 'events/changed.ts': 'new', 'index.ts': 'new', 'schemas/new.ts': 'new' }

const asFiles = (files: Files): OutputFile[] => Object.entries(files).map(([path, text]) => ({ path, text }))
const sorted = (files: Files): Files => Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))

let folder: string
let program: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-'))
  program = await buildProgram('generation-that-dies', folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs until the given step, if there are so many, and says whether it was killed there. */
function runAndDie(folder: string, work: Files | 'recover', lastStep: number): boolean {
  const what = work === 'recover' ? work : JSON.stringify(asFiles(work))
  const { signal, status, stderr } = spawnSync(process.execPath, [program, folder, what, String(lastStep)])
  if (signal === null) expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
  return signal === 'SIGKILL'
}

async function generatedOnce(): Promise<string> {
  const folder = folderWith(users)
  await writeOutput(folder, asFiles(before), options)
  return folder
}

test('whenever it is killed, the next command completes or undoes it', async () => {
  const outcomes = new Set<string>()
  let lastStep = 0
  for (; ; lastStep++) {
    const folder = await generatedOnce()
    if (!runAndDie(folder, after, lastStep)) break
    expect(filesIn(folder)).toMatchObject(users)

    await recoverOutput(folder)

    const isDone = outputIn(folder)['index.ts'] === 'new'
    expect(outputIn(folder)).toEqual(sorted({ ...users, ...(isDone ? after : before) }))
    expect(await checkOutput(folder, asFiles(isDone ? after : before), options)).toEqual([])
    outcomes.add(isDone ? 'completed' : 'undone')
  }
  expect([...outcomes]).toEqual(['undone', 'completed'])
  expect(lastStep).toBeGreaterThan(10)
})

test('whenever it is killed, generating again ends with exactly what is wanted', async () => {
  const wanted = { 'index.ts': 'newest', 'events/deep/gone.ts': 'back' }
  for (let lastStep = 0; ; lastStep++) {
    const folder = await generatedOnce()
    if (!runAndDie(folder, after, lastStep)) break

    await writeOutput(folder, asFiles(wanted), options)

    expect(outputIn(folder)).toEqual(sorted({ ...users, ...wanted }))
  }
})

test('whenever the recovery is killed too, the next one ends it', async () => {
  const half = await generatedOnce()
  expect(runAndDie(half, after, 6)).toBe(true)
  let lastStep = 0
  for (; ; lastStep++) {
    const folder = folderWith()
    cpSync(half, folder, { recursive: true })
    if (!runAndDie(folder, 'recover', lastStep)) break

    await recoverOutput(folder)

    expect(outputIn(folder)).toEqual(sorted({ ...users, ...after }))
    expect(await checkOutput(folder, asFiles(after), options)).toEqual([])
  }
  expect(lastStep).toBeGreaterThan(5)
})

test('what the user changed since it was killed is kept', async () => {
  const folder = await generatedOnce()
  expect(runAndDie(folder, after, 6)).toBe(true)
  put(folder, { 'schemas/new.ts': 'mine' })

  const findings = await recoverOutput(folder)

  expect(findings.map(({ message }) => message)).toEqual([
    `an earlier generation into ${JSON.stringify(folder)} was ended half-way; it has been completed`,
    'schemas/new.ts changed while it was being generated; it was left as it is',
  ])
  expect(outputIn(folder)).toEqual(sorted({ ...users, ...after, 'schemas/new.ts': 'mine' }))
  expect((await writeOutput(folder, asFiles(after), options)).findings.map(({ rule }) => rule)).toEqual([
    'output-taken',
  ])
})

test('a check says that a generation was killed, and writes nothing', async () => {
  const folder = await generatedOnce()
  expect(runAndDie(folder, after, 8)).toBe(true)
  const left = filesIn(folder)

  const [first] = await checkOutput(folder, asFiles(after), options)

  expect(first).toMatchObject({ rule: 'output-unfinished', severity: 'error' })
  expect(filesIn(folder)).toEqual(left)
})

test('processes that generate at the same time, one of them killed, end with what one of them wanted', async () => {
  const folder = await generatedOnce()
  const wishes = ['one', 'two', 'three', 'four'].map((name) => ({ 'index.ts': name, [`${name}/a.ts`]: name }))

  const statuses = await Promise.all(
    wishes.map(async (wish, index) => {
      const lastStep = index === 0 ? '7' : '-1'
      const child = spawn(process.execPath, [program, folder, JSON.stringify(asFiles(wish)), lastStep])
      const [status, signal] = await once(child, 'exit')
      return status ?? signal
    }),
  )

  expect(statuses).toEqual(['SIGKILL', 0, 0, 0])
  await recoverOutput(folder)
  const current = await Promise.all(wishes.map((wish) => checkOutput(folder, asFiles(wish), options)))
  expect(current.filter((findings) => findings.length === 0)).toHaveLength(1)
  expect(outputIn(folder)).toMatchObject(users)
})
