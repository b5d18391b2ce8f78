import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { contentHash } from './content-hash.js'

/** What stands at a path of an output folder. */
export type Entry = Absent | FoundFile | Obstacle

type Absent = { readonly kind: 'absent' }

export type FoundFile = { readonly kind: 'file'; readonly text: string; readonly hash: string }

/** Anything that we never write: `at` is the path, or the parent of it, that is no plain folder. */
type Obstacle = { readonly kind: 'obstacle'; readonly at: string; readonly what: string }

/** What was read of a file when it was looked at before, by what the disk says of it now. */
export interface SeenFiles {
  recall(path: string, mark: FileMark): FoundFile | undefined
  keep(path: string, mark: FileMark, found: FoundFile): void
}

/** By which the disk tells that a file is another one: of its `Stats`, whose type a user's project may not have. */
export interface FileMark {
  readonly dev: number
  readonly ino: number
  readonly size: number
  readonly mtimeMs: number
  readonly ctimeMs: number
}

/** Looks at `path` in `folder` and follows no symbolic link on the way: what lies behind one is not ours. */
export const readEntry = (folder: string, path: string): Entry => entriesOf(folder)(path)

/**
 * The same for many paths, each folder on their ways looked at once. Asks the disk without giving way to anything
 * else: for small files in a row that takes a fraction of the time.
 */
export function entriesOf(folder: string, seen?: SeenFiles): (path: string) => Entry {
  const folders = new Map<string, Absent | Obstacle | undefined>([['', undefined]])

  /** What keeps a file from standing in a folder. */
  function obstacleAt(parent: string): Absent | Obstacle | undefined {
    if (folders.has(parent)) return folders.get(parent)
    const above = obstacleAt(parentOf(parent))
    const found = above ?? whyNoFolder(parent, look(`${folder}/${parent}`))
    folders.set(parent, found)
    return found
  }

  return (path) => {
    const inTheWay = obstacleAt(parentOf(path))
    if (inTheWay !== undefined) return inTheWay
    const file = `${folder}/${path}`
    const stats = look(file)
    if (stats === undefined) return { kind: 'absent' }
    if (!stats.isFile()) return { kind: 'obstacle', at: path, what: describe(stats) }
    const known = seen?.recall(path, stats)
    if (known !== undefined) return known
    const text = unlessMissing(() => readFileSync(file, 'utf8'))
    // another generation has just removed it
    if (text === undefined) return { kind: 'absent' }
    const found: FoundFile = { kind: 'file', text, hash: contentHash(text) }
    seen?.keep(path, stats, found)
    return found
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

function whyNoFolder(at: string, stats: Stats | undefined): Absent | Obstacle | undefined {
  if (stats === undefined) return { kind: 'absent' }
  return stats.isDirectory() ? undefined : { kind: 'obstacle', at, what: describe(stats) }
}

const look = (path: string): Stats | undefined => unlessMissing(() => lstatSync(path, { throwIfNoEntry: false }))

function unlessMissing<Found>(ask: () => Found): Found | undefined {
  try {
    return ask()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** The file system says that nothing stands there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

function describe(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link'
  if (stats.isDirectory()) return 'a folder'
  return stats.isFile() ? 'a file' : 'no plain file'
}
