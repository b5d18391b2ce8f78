import type { Finding } from '@tidings/contract'

import type { FoundManifest, Manifest } from './manifest.js'
import { isSameManifest, readManifest } from './manifest.js'
import type { OutputFile } from './output-file.js'
import { obstacleInTheWay, refusedPath, usersFileInTheWay, wrongContents } from './output-findings.js'
import { manifestName, refusePath } from './output-path.js'
import { createPace } from './pace.js'
import type { FileState, PlannedWrite } from './planned-write.js'
import { type Entry, entriesOf, type FoundFile, type SeenFiles } from './read-entry.js'

/** What has to happen in an output folder so that it holds exactly the wanted files of ours. */
export interface OutputPlan {
  readonly writes: readonly PlannedWrite[]
  readonly removals: readonly PlannedRemoval[]
  /** Files that are as they should be. */
  readonly unchanged: number
  /** What the manifest says afterwards. */
  readonly manifest: Manifest
  /** The manifest is missing, unreadable, or says something else. */
  readonly isManifestOutdated: boolean
  /** Files that no longer belong, but were edited by hand: left in place, and ours no more. */
  readonly abandoned: readonly string[]
  /** Why nothing may be written; none when everything may. */
  readonly refusals: readonly Finding[]
}

export interface PlannedRemoval {
  readonly path: string
  readonly hash: string
}

/** Compares `folder` with the files that it should hold, whose manifest is given. Reads, and writes nothing. */
export async function planOutput(
  folder: string,
  files: readonly OutputFile[],
  manifest: Manifest,
  seen?: SeenFiles,
): Promise<OutputPlan> {
  const found = readManifest(folder)
  const entryAt = entriesOf(folder, seen)
  const wanted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
  const refused = refuse(folder, wanted, manifest.contents, found)
  if (refused.length > 0) {
    const nothing = { writes: [], removals: [], unchanged: 0, abandoned: [] }
    return { ...nothing, manifest, isManifestOutdated: false, refusals: refused }
  }
  const { removals, abandoned } = planRemovals(entryAt, manifest, found.manifest)
  const removed = new Set(removals.map(({ path }) => path))
  const { writes, refusals } = await planWrites({ folder, entryAt, wanted, manifest, before: found.manifest, removed })
  return {
    writes,
    removals,
    unchanged: wanted.length - writes.length,
    manifest,
    isManifestOutdated: found.manifest === undefined || !isSameManifest(found.manifest, manifest),
    abandoned,
    refusals,
  }
}

function refuse(
  folder: string,
  wanted: readonly OutputFile[],
  contents: string,
  { manifest, obstacle }: FoundManifest,
): readonly Finding[] {
  if (obstacle !== undefined) return [obstacleInTheWay(folder, manifestName, { at: manifestName, what: obstacle })]
  if (manifest !== undefined && manifest.contents !== contents && manifest.files.size > 0) {
    return [wrongContents(folder, manifest.contents, contents)]
  }
  const seen = new Map<string, string>()
  return wanted.flatMap(({ path }) => {
    const reason = refusePath(path)
    if (reason !== undefined) return [refusedPath(path, reason)]
    const same = seen.get(path.toLowerCase())
    seen.set(path.toLowerCase(), path)
    return same === undefined ? [] : [refusedPath(path, `differs from ${same} in nothing but case`)]
  })
}

function planRemovals(entryAt: EntryAt, wanted: Manifest, before: Manifest | undefined) {
  const removals: PlannedRemoval[] = []
  const abandoned: string[] = []
  for (const [path, hash] of before?.files ?? []) {
    if (wanted.files.has(path)) continue
    const entry = entryAt(path)
    if (entry.kind !== 'file') continue
    if (entry.hash === hash) removals.push({ path, hash })
    else abandoned.push(path)
  }
  return { removals, abandoned }
}

type EntryAt = (path: string) => Entry

interface Planning {
  readonly folder: string
  readonly entryAt: EntryAt
  readonly wanted: readonly OutputFile[]
  readonly manifest: Manifest
  readonly before: Manifest | undefined
  readonly removed: ReadonlySet<string>
}

async function planWrites({ folder, entryAt, wanted, manifest, before, removed }: Planning) {
  const removedInAnyCase = new Set([...removed].map((path) => path.toLowerCase()))
  const writes: PlannedWrite[] = []
  const refusals: Finding[] = []
  const pace = createPace()
  for (const { path, text } of wanted) {
    await pace()
    const entry = entryAt(path)
    // What goes away first is in nobody's way; where case means nothing to the file system, by any name.
    const isFreed = removedInAnyCase.has((entry.kind === 'obstacle' ? entry.at : path).toLowerCase())
    if (entry.kind === 'absent' || isFreed) {
      writes.push({ path, text, state: 'absent' })
    } else if (entry.kind === 'obstacle') {
      refusals.push(obstacleInTheWay(folder, path, entry))
    } else if (entry.hash !== manifest.files.get(path)) {
      const state = stateOf(entry, before?.files.get(path))
      if (state === undefined) refusals.push(usersFileInTheWay(folder, path))
      else writes.push({ path, text, before: entry, state })
    }
  }
  return { writes, refusals }
}

/** Nothing for a file of the user's. */
function stateOf({ hash, text }: FoundFile, listed: string | undefined): FileState | undefined {
  if (listed === hash) return 'as-written'
  if (listed !== undefined) return 'edited'
  return /^\W*Generated by Tidings\b/.test(text) ? 'unlisted' : undefined
}

/** Nothing is to be done. */
export const isCurrent = (plan: OutputPlan): boolean =>
  plan.writes.length === 0 && plan.removals.length === 0 && !plan.isManifestOutdated
