import { contentHash } from './content-hash.js'
import type { FileMark, FoundFile, SeenFiles } from './read-entry.js'

/** Lets whoever writes one output folder again and again, as with `--watch`, read and hash only what has changed. */
export interface OutputMemory {
  readonly seen: SeenFiles
  /** Of the text that is wanted at a path. */
  hashOf(path: string, text: string): string
}

/**
 * A file system's clock may tick so slowly: of a file that changed later than this before it was read, nobody can tell
 * by its times whether it has changed again since.
 */
const tickMs = 2_000

export function createOutputMemory(): OutputMemory {
  const files = new Map<string, { readonly stamp: string; readonly found: FoundFile }>()
  const hashes = new Map<string, { readonly text: string; readonly hash: string }>()
  return {
    seen: {
      recall(path, mark) {
        const known = files.get(path)
        return known?.stamp === stampOf(mark) ? known.found : undefined
      },
      keep(path, mark, found) {
        if (mark.ctimeMs < Date.now() - tickMs) files.set(path, { stamp: stampOf(mark), found })
        else files.delete(path)
      },
    },
    hashOf(path, text) {
      const known = hashes.get(path)
      if (known?.text === text) return known.hash
      const hash = contentHash(text)
      hashes.set(path, { text, hash })
      return hash
    },
  }
}

/** The time of the last change of a file's content or owner cannot be set back, as that of a write can. */
const stampOf = ({ dev, ino, size, mtimeMs, ctimeMs }: FileMark): string =>
  `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`
