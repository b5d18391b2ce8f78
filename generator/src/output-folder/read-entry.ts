import type { Stats } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentHash } from './content-hash.js'

/** What stands at a path of an output folder. */
export type Entry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly text: string; readonly hash: string }
  /** Anything that we never write: `at` is the path, or the parent of it, that is no plain folder. */
  | { readonly kind: 'obstacle'; readonly at: string; readonly what: string }

/** Looks at `path` in `folder` and follows no symbolic link on the way: what lies behind one is not ours. */
export async function readEntry(folder: string, path: string): Promise<Entry> {
  const segments = path.split('/')
  for (let depth = 1; depth < segments.length; depth++) {
    const at = segments.slice(0, depth).join('/')
    const stats = await look(join(folder, at))
    if (stats === undefined) return { kind: 'absent' }
    if (!stats.isDirectory()) return { kind: 'obstacle', at, what: describe(stats) }
  }
  const stats = await look(join(folder, path))
  if (stats === undefined) return { kind: 'absent' }
  if (!stats.isFile()) return { kind: 'obstacle', at: path, what: describe(stats) }
  const text = await readFile(join(folder, path), 'utf8')
  return { kind: 'file', text, hash: contentHash(text) }
}

async function look(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path)
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
