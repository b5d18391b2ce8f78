import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** By file of a folder, its content, and when and as what it was written. */
export type Seen = ReadonlyMap<string, { readonly content: string; readonly writing: string }>

export async function seenIn(folder: string): Promise<Seen> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const seen = files.sort().map(async (file) => {
    const { ino, mtimeMs } = await stat(file)
    const content = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    return [relative(folder, file), { content, writing: `${ino} ${mtimeMs}` }] as const
  })
  return new Map(await Promise.all(seen))
}

/** Files that were written, and those that hold something else than before. */
export function touchedBetween(before: Seen, after: Seen) {
  const differing = (aspect: 'content' | 'writing') =>
    [...after.keys()].filter((file) => before.get(file)?.[aspect] !== after.get(file)?.[aspect])
  return { touched: differing('writing'), changed: differing('content') }
}
