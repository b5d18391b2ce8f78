import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CheckOutcome,
  conformanceChecks,
  type OwnBroker,
  runCheck,
  type Subject,
} from '@tidings/runtime/conformance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DirectoryOptions, directory } from '../src/index.js'
import { foreignProgram } from './foreign-program.js'

const quick = { leaseMs: 1_500, publishTimeoutMs: 2_000, pollMs: 50 } satisfies Partial<DirectoryOptions>
const unclaimed = 'not claimed' satisfies CheckOutcome['result']
const refused = 'refused' satisfies CheckOutcome['result']
/** What its features do not claim, and what cannot be asked of a directory. */
const expected: Readonly<Record<number, CheckOutcome['result']>> = {
  15: unclaimed,
  30: unclaimed,
  39: refused,
  40: refused,
  41: refused,
  44: unclaimed,
  64: unclaimed,
}

let folder: string
let binary: Subject
let structured: Subject

beforeAll(async () => {
  // In memory where that can be had: what is asked is what is done with files, not how fast a disk is.
  folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tidings-directory-'))
  binary = await subjectIn(join(folder, 'binary'), 'binary')
  structured = await subjectIn(join(folder, 'structured'), 'structured')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.concurrent.each(conformanceChecks)('check $number: $title', async (check) => {
  const outcome = await runCheck(check, binary)
  expect(outcome.result, JSON.stringify(outcome)).toBe(expected[check.number] ?? 'proved')
})

/** Those that what stands in a file has a part in. */
const ofFiles = conformanceChecks.filter(({ number }) =>
  [9, 10, 21, 23, 26, 52, 53, 55, 57, 58, 59, 60].includes(number),
)

test.concurrent.each(ofFiles)('in structured mode, check $number: $title', async (check) => {
  expect((await runCheck(check, structured)).result).toBe('proved')
})

async function subjectIn(folder: string, mode: 'binary' | 'structured'): Promise<Subject> {
  const at = (path: string) => () => directory({ ...quick, mode, path: join(folder, path) })
  await mkdir(folder)
  const { inject, ...foreign } = await foreignProgram(join(folder, 'shared'))
  await writeFile(join(folder, 'file'), 'no directory')
  return {
    transport: at('shared'),
    checking: () => directory({ ...quick, path: join(folder, 'shared'), topology: 'check' }),
    refused: [at('file'), () => directory({ path: join(folder, 'nowhere'), topology: 'check' })],
    foreign,
    inject,
    broker: () => ownBroker(folder),
    forget: ({ name, application }) =>
      rm(join(folder, 'shared/applications', application, name), { recursive: true, force: true }),
    why: { network: 'There is no connection: a directory is there or it is not.' },
    volume: 200,
  }
}

/** A directory on a disk that goes away and comes back. */
async function ownBroker(folder: string): Promise<OwnBroker> {
  const path = await mkdtemp(join(folder, 'own-'))
  return {
    transport: () => directory({ ...quick, path }),
    stop: () => rename(path, `${path}.away`),
    start: () => rename(`${path}.away`, path),
    close: () => rm(path, { recursive: true, force: true }),
  }
}
