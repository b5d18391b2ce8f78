import { writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { Step } from './carry-out.js'
import { carryOut } from './carry-out.js'
import { contentHash } from './content-hash.js'
import { makeDurable, syncFolder } from './durable.js'
import { eachOf } from './each-of.js'
import type { Journal } from './journal.js'
import { readJournal, stagedFilesOf, stagingFolderOf, writeJournal } from './journal.js'
import type { Lock, LockOptions } from './lock.js'
import { acquireLock } from './lock.js'
import { isSameManifest, type Manifest, manifestOf, readManifest } from './manifest.js'
import { createOutputFolder, hasWorkFolder, openOutputFolder } from './open-output-folder.js'
import type { FileChange, OutputFile } from './output-file.js'
import { handEdited, handEditedAndGone, takenMeanwhile, unlistedFile } from './output-findings.js'
import type { OutputMemory } from './output-memory.js'
import { createPace } from './pace.js'
import type { OutputPlan } from './plan-output.js'
import { isCurrent, planOutput } from './plan-output.js'
import { recoverLocked } from './recover-output.js'

export interface WriteOptions extends LockOptions {
  /** `typescript` for the SDK, else the language of the models. A folder holds one of them. */
  readonly contents: string
  /** The tool's, for the manifest. */
  readonly version: string
  /** Of the files, where it is known already. */
  readonly manifest?: Manifest
  /** Given by whoever writes this folder again and again. */
  readonly memory?: OutputMemory | undefined
  /** For tests. */
  readonly step?: Step
}

export interface OutputReport {
  readonly changes: readonly FileChange[]
  readonly unchanged: number
  readonly findings: readonly Finding[]
}

/**
 * Makes `folder` hold exactly `files`, of those that are ours: writes what changed, removes what no longer
 * belongs, and touches nothing else. All of it happens or none, also when the process is killed. With an error
 * among the findings nothing was written.
 */
export async function writeOutput(
  folder: string,
  files: readonly OutputFile[],
  options: WriteOptions,
): Promise<OutputReport> {
  const found = await openOutputFolder(folder)
  const { memory, manifest = manifestOf(files, options.contents) } = options
  if (found === undefined || (!(await hasWorkFolder(found)) && !isSurelyOutdated(found, manifest))) {
    const plan = await planOutput(found ?? folder, files, manifest, memory?.seen)
    if (isCurrent(plan) || isRefused(plan)) {
      return { changes: [], unchanged: plan.unchanged, findings: plan.refusals }
    }
  }
  const opened = found ?? (await createOutputFolder(folder))
  const lock = await acquireLock(opened, options)
  try {
    return await writeLocked(opened, files, manifest, lock, options)
  } finally {
    await lock.release()
  }
}

async function writeLocked(
  folder: string,
  files: readonly OutputFile[],
  manifest: Manifest,
  lock: Lock,
  { version, memory, step = () => {} }: WriteOptions,
): Promise<OutputReport> {
  const before = await recoverLocked(folder, lock, step)
  // Planned again: the folder may have changed while we waited.
  const plan = await planOutput(folder, files, manifest, memory?.seen)
  if (isCurrent(plan) || isRefused(plan)) {
    return { changes: [], unchanged: plan.unchanged, findings: [...before, ...plan.refusals] }
  }
  const journal = await stage(folder, plan, version, lock, step)
  const { changes, taken } = await carryOut(folder, journal, lock, step)
  return {
    changes: [...changes].sort((one, other) => (one.path < other.path ? -1 : 1)),
    unchanged: plan.unchanged,
    findings: [...before, ...editsOf(folder, plan), ...taken.map((path) => takenMeanwhile(folder, path))],
  }
}

/** Everything up to the journal. Whatever fails here leaves the output as it was. */
async function stage(folder: string, plan: OutputPlan, version: string, lock: Lock, step: Step): Promise<Journal> {
  const staging = stagingFolderOf(folder)
  const files = stagedFilesOf(folder)
  try {
    await step('make the staging folder')
    await mkdir(files, { recursive: true })
    const folders = [...new Set(plan.writes.map(({ path }) => dirname(join(files, path))))]
    for (const each of folders) await mkdir(each, { recursive: true })
    const pace = createPace()
    for (const { path, text } of plan.writes) {
      await pace()
      await step(`stage ${path}`)
      writeFileSync(join(files, path), text)
    }
    await eachOf(plan.writes, ({ path }) => makeDurable(join(files, path)))
    for (const each of new Set([...folders, files, staging])) await syncFolder(each)
    const journal: Journal = {
      version,
      manifest: plan.manifest,
      removals: plan.removals,
      writes: plan.writes.map(({ path, text, before }) => ({
        path,
        before: before?.hash ?? null,
        after: plan.manifest.files.get(path) ?? contentHash(text),
      })),
    }
    await step('write the journal')
    await lock.assertHeld()
    await writeJournal(folder, journal)
    return journal
  } catch (error) {
    if ((await readJournal(folder)) === undefined) await rm(staging, { recursive: true, force: true })
    throw error
  }
}

/** Saves looking at every file twice where there is something to do, as there mostly is. */
function isSurelyOutdated(folder: string, wanted: Manifest): boolean {
  const { manifest } = readManifest(folder)
  return manifest?.contents === wanted.contents && !isSameManifest(manifest, wanted)
}

const isRefused = ({ refusals }: OutputPlan): boolean => refusals.length > 0

const editsOf = (folder: string, { writes, abandoned }: OutputPlan): readonly Finding[] => [
  ...writes.filter(({ state }) => state === 'edited').map(({ path }) => handEdited(folder, path)),
  ...writes.filter(({ state }) => state === 'unlisted').map(({ path }) => unlistedFile(folder, path)),
  ...abandoned.map((path) => handEditedAndGone(folder, path)),
]
