import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FSWatcher } from 'chokidar'

/** Watches a set of files that may change, and of which some may not exist yet. */
export interface FileWatcher {
  /** Watches exactly these from now on. */
  watch(files: readonly string[]): Promise<void>
  /** Resolves when one has changed since the last call resolved, and a moment has been quiet. */
  change(): Promise<void>
  close(): Promise<void>
}

/** Editors save in several steps; a round begins when they are done. */
const quietMs = 60

/**
 * Watches the folders that hold the files, so that a file may be renamed into place, vanish and come back. For a
 * folder that does not exist the nearest one above it is watched.
 */
export function createFileWatcher(onError: (error: unknown) => void): FileWatcher {
  let watcher: FSWatcher | undefined
  let watched = ''
  let hasChanged = false
  let quiet: NodeJS.Timeout | undefined
  let wake: (() => void) | undefined

  const changed = () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      hasChanged = true
      wake?.()
    }, quietMs)
  }

  return {
    async watch(files) {
      const folders = [...new Set(files.map((file) => existingFolder(dirname(file))))].sort()
      const next = JSON.stringify([folders, [...new Set(files)].sort()])
      if (next === watched) return
      const before = watcher
      watcher = await open(folders, waysTo(files), changed, onError)
      watched = next
      await before?.close()
    },
    async change() {
      if (!hasChanged) await new Promise<void>((resolve) => (wake = resolve))
      hasChanged = false
      wake = undefined
    },
    async close() {
      clearTimeout(quiet)
      await watcher?.close()
    },
  }
}

async function open(
  folders: readonly string[],
  ways: ReadonlySet<string>,
  changed: () => void,
  onError: (error: unknown) => void,
): Promise<FSWatcher> {
  const { watch } = await import('chokidar')
  const watcher = watch([...folders], { depth: 0, ignoreInitial: true, ignored: (path) => !ways.has(path) })
  watcher.on('all', changed)
  await new Promise<void>((resolve) => {
    watcher.on('ready', resolve)
    watcher.on('error', onError)
  })
  return watcher
}

/** The files and all folders above them: what has to do with them at all. */
function waysTo(files: readonly string[]): ReadonlySet<string> {
  const ways = new Set<string>()
  for (const file of files) {
    for (let path = file; !ways.has(path); path = dirname(path)) ways.add(path)
  }
  return ways
}

function existingFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existingFolder(dirname(folder))
}
