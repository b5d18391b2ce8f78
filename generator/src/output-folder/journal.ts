import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder, writeDurably } from './durable.js'
import type { Manifest } from './manifest.js'
import { parseManifest, printManifest } from './manifest.js'
import { refusePath, workFolderName } from './output-path.js'
import { isMissing } from './read-entry.js'

/**
 * Everything that a generation is about to do, written before it touches the first file. Once it stands, the
 * generation is as good as done: whoever finds it carries out what is left. Before it stands, nothing has
 * happened but staging.
 */
export interface Journal {
  readonly removals: readonly Removal[]
  readonly writes: readonly StagedWrite[]
  /** What the manifest says when all is done. */
  readonly manifest: Manifest
  /** The tool's version, for the manifest. */
  readonly version: string
}

export interface Removal {
  readonly path: string
  /** Only this content is removed. */
  readonly hash: string
}

export interface StagedWrite {
  readonly path: string
  /** What stood there when we looked; `null` for nothing. Only this is replaced. */
  readonly before: string | null
  readonly after: string
}

export const journalPath = (folder: string): string => join(folder, workFolderName, 'journal.json')

/** Where all that is about to be renamed into place waits. */
export const stagingFolderOf = (folder: string): string => join(folder, workFolderName, 'staged')

/** Where the next contents wait, each at the path that it is for. */
export const stagedFilesOf = (folder: string): string => join(stagingFolderOf(folder), 'files')

/** Makes the journal stand, whole or not at all, also through a loss of power. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const { manifest, version, removals, writes } = journal
  const text = JSON.stringify({ journal: 2, version, removals, writes, manifest: printManifest(manifest, version) })
  const draft = join(stagingFolderOf(folder), 'journal')
  await writeDurably(draft, text)
  await rename(draft, journalPath(folder))
  await syncFolder(join(folder, workFolderName))
}

/** The journal that a killed generation left in `folder`, if one did. */
export async function readJournal(folder: string): Promise<Journal | undefined> {
  let text: string
  try {
    text = await readFile(journalPath(folder), 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  return parseJournal(text)
}

/** A journal that is not ours to the letter is none: nothing is ever removed or replaced on its word. */
function parseJournal(text: string): Journal | undefined {
  try {
    const { journal, version, removals, writes, manifest } = JSON.parse(text) as Record<string, unknown>
    if (journal !== 2 || typeof version !== 'string' || typeof manifest !== 'string') return undefined
    const parsed = parseManifest(manifest)
    if (parsed === undefined || !isListOf(removals, isRemoval) || !isListOf(writes, isStagedWrite)) return undefined
    return { version, manifest: parsed, removals, writes }
  } catch {
    return undefined
  }
}

const isListOf = <T>(value: unknown, isMember: (member: unknown) => member is T): value is T[] =>
  Array.isArray(value) && value.every(isMember)

const isSafe = (path: unknown): path is string => typeof path === 'string' && refusePath(path) === undefined

function isRemoval(value: unknown): value is Removal {
  const { path, hash } = Object(value) as Record<string, unknown>
  return isSafe(path) && typeof hash === 'string'
}

function isStagedWrite(value: unknown): value is StagedWrite {
  const { path, before, after } = Object(value) as Record<string, unknown>
  return isSafe(path) && (before === null || typeof before === 'string') && typeof after === 'string'
}
