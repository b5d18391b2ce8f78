import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { mkdir, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder, writeDurably } from './durable.js'
import type { Journal, StagedWrite } from './journal.js'
import { journalPath, stagedFilesOf, stagingFolderOf } from './journal.js'
import type { Lock } from './lock.js'
import { printManifest } from './manifest.js'
import type { FileChange } from './output-file.js'
import { manifestName } from './output-path.js'
import { createPace } from './pace.js'
import { isMissing, readEntry } from './read-entry.js'

/** Called before each thing that changes the disk, with a few words on it. Tests end the process there. */
export type Step = (what: string) => void | Promise<void>

export interface CarriedOut {
  readonly changes: readonly FileChange[]
  /** Paths where something else came to stand since the plan was made; left as they are. */
  readonly taken: readonly string[]
}

/**
 * Does what a journal says and closes it. Every step may already have been done by a process that was killed
 * since, so each looks first; doing all of it twice is doing it once.
 */
export async function carryOut(folder: string, journal: Journal, lock: Lock, step: Step): Promise<CarriedOut> {
  const changes: FileChange[] = []
  const taken: string[] = []
  const touched = new Set<string>()
  const next = async (what: string, path: string) => {
    await step(`${what} ${path}`)
    await lock.assertHeld()
    touched.add(dirname(join(folder, path)))
  }

  for (const { path, hash } of journal.removals) {
    const entry = readEntry(folder, path)
    if (entry.kind === 'obstacle') continue
    if (entry.kind === 'file') {
      if (entry.hash !== hash) continue
      await next('remove', path)
      await unlink(join(folder, path))
      changes.push({ path, change: 'removed' })
    }
    await step(`remove the empty folders of ${path}`)
    await removeEmptyParents(folder, path)
  }
  const { wholly, others } = await placeNewFolders(folder, journal.writes, (path) => next('place', path))
  for (const write of wholly) changes.push({ path: write.path, change: changeOf(write) })
  const pace = createPace()
  for (const write of others) {
    await pace()
    const outcome = await place(folder, write, () => next('place', write.path))
    if (outcome === 'taken') taken.push(write.path)
    else if (outcome !== 'edited') changes.push({ path: write.path, change: outcome })
  }

  await next('place', manifestName)
  await placeManifest(folder, journal, taken)
  for (const parent of touched) await syncFolder(parent)
  await step('close the journal')
  await lock.assertHeld()
  await rm(journalPath(folder), { force: true })
  await clearStaging(folder, step)
  return { changes, taken: taken.sort() }
}

/** Throws away what was staged: nothing of it has been placed, or all of it has. */
export async function clearStaging(folder: string, step: Step): Promise<void> {
  await step('clear the staging folder')
  await rm(stagingFolderOf(folder), { recursive: true, force: true })
}

/**
 * Renames each folder at the top into place whole where nothing stands there yet: a thousand files at once. Gives the
 * writes that came with them, and the others.
 */
async function placeNewFolders(
  folder: string,
  writes: readonly StagedWrite[],
  next: (path: string) => Promise<void>,
): Promise<{ readonly wholly: readonly StagedWrite[]; readonly others: readonly StagedWrite[] }> {
  const tops = new Map<string, StagedWrite[]>()
  for (const write of writes) {
    const [top = '', ...below] = write.path.split('/')
    if (below.length === 0) continue
    const same = tops.get(top)
    if (same === undefined) tops.set(top, [write])
    else same.push(write)
  }
  const placed = new Set<StagedWrite>()
  for (const [top, inside] of tops) {
    if (readEntry(folder, top).kind !== 'absent') continue
    const staged = inside.filter((write) => isStaged(folder, write))
    if (staged.length === 0) continue
    await next(top)
    if (!renamedWhole(join(stagedFilesOf(folder), top), join(folder, top))) continue
    for (const write of staged) placed.add(write)
  }
  return {
    wholly: writes.filter((write) => placed.has(write)),
    others: writes.filter((write) => !placed.has(write)),
  }
}

/** Not where something has come to stand there since: then each file is looked at. */
function renamedWhole(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}

const isStaged = (folder: string, { path }: StagedWrite): boolean => existsSync(join(stagedFilesOf(folder), path))

const changeOf = ({ before }: StagedWrite) => (before === null ? 'created' : 'updated')

async function place(
  folder: string,
  write: StagedWrite,
  next: () => Promise<void>,
): Promise<'created' | 'updated' | 'edited' | 'taken'> {
  const { path, before, after } = write
  const wasStaged = isStaged(folder, write)
  const entry = readEntry(folder, path)
  if (entry.kind === 'obstacle') return 'taken'
  const hash = entry.kind === 'absent' ? null : entry.hash
  if (hash === after) return changeOf(write)
  // Changed since: by hand when it was ours before or had been placed, else it is a file of the user's.
  if (!wasStaged) return 'edited'
  if (hash !== before && hash !== null) return before === null ? 'taken' : 'edited'
  await next()
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  renameSync(join(stagedFilesOf(folder), path), join(folder, path))
  return changeOf(write)
}

/** The manifest comes last, and names no file that is not ours. */
async function placeManifest(folder: string, { manifest, version }: Journal, taken: readonly string[]): Promise<void> {
  const files = new Map([...manifest.files].filter(([path]) => !taken.includes(path)))
  const draft = join(stagingFolderOf(folder), 'manifest')
  await mkdir(stagingFolderOf(folder), { recursive: true })
  await writeDurably(draft, printManifest({ ...manifest, files }, version))
  await rename(draft, join(folder, manifestName))
}

async function removeEmptyParents(folder: string, path: string): Promise<void> {
  const segments = path.split('/').slice(0, -1)
  while (segments.length > 0) {
    // A folder that holds anything refuses to go.
    const isGone = await rmdir(join(folder, ...segments)).then(
      () => true,
      (error: unknown) => isMissing(error),
    )
    if (!isGone) return
    segments.pop()
  }
}
