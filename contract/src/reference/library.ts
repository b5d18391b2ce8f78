import { isAbsolute, relative, sep } from 'node:path'
import { compare, type Reporter } from '../finding/reporter.js'
import type { Json } from '../model/schema.js'
import type { FileAccess } from '../source/file-access.js'
import { parseSource, type SourceMemory } from '../source/parse-source.js'
import type { Source } from '../source/source.js'
import type { SourceFile } from '../source/source-file.js'
import { reason, UnreadableContract } from '../source/unreadable-contract.js'
import type { Whereabouts } from '../source/whereabouts.js'

/** The files of one document: each read once, and only where references may lead. */
export interface Library {
  /** Reads the contract's own file, wherever it stands. Throws `UnreadableContract`. */
  openContract(path: string): Promise<SourceFile>
  /** Reads a file, or says why it may not or cannot be read. */
  open(kind: 'file' | 'remote', path: string): Promise<Opened>
  /** What has been read so far. */
  get(path: string): SourceFile | undefined
  /** Whether all that has been read is plain (see `SourceFile`). */
  isPlain(): boolean
  /** Every file asked for on this machine, missing ones too: what to watch. */
  paths(): string[]
  /** What could be read, in the order of paths. */
  sources(): Source[]
}

export type Opened =
  | { readonly file: SourceFile }
  | { readonly refused: 'remote' | 'outside-root' }
  | { readonly unreadable: string }

export interface LibraryOptions {
  readonly files: FileAccess
  /** With symbolic links followed. */
  readonly root: string
  readonly allow: { readonly remote: boolean; readonly outsideRoot: boolean }
  readonly whereabouts: Whereabouts
  readonly reporter: Reporter
  readonly memory?: SourceMemory | undefined
}

const fetchTimeoutMs = 20_000

export function createLibrary({ files, root, allow, whereabouts, reporter, memory }: LibraryOptions): Library {
  const shelf = new Map<string, Promise<Opened>>()
  const read = new Map<string, SourceFile>()
  const local = new Set<string>()
  const own = new Set<string>()

  const openNew = async (kind: 'file' | 'remote', path: string): Promise<Opened> => {
    if (kind === 'remote' && !allow.remote) return { refused: 'remote' }
    if (kind === 'file' && !allow.outsideRoot && !isInside(root, path)) {
      const real = await files.realpath(path).catch(() => path)
      if (!isInside(root, real)) return { refused: 'outside-root' }
    }
    try {
      if (kind === 'file') local.add(path)
      // the real path counts: a symbolic link does not lead out
      if (kind === 'file' && !allow.outsideRoot && !isInside(root, await files.realpath(path))) {
        return { refused: 'outside-root' }
      }
      const bytes = kind === 'remote' ? await download(path) : await files.readFile(path)
      if (kind === 'file' && isInside(root, path) && isInside(root, await files.realpath(path))) own.add(path)
      const file = await parseSource(path, bytes, whereabouts, reporter, memory)
      read.set(path, file)
      return { file }
    } catch (error) {
      return { unreadable: reason(error) }
    }
  }

  return {
    async openContract(path) {
      local.add(path)
      own.add(path)
      const bytes = await files.readFile(path).catch((error) => {
        throw new UnreadableContract(path, error)
      })
      const file = await parseSource(path, bytes, whereabouts, reporter, memory)
      read.set(path, file)
      shelf.set(path, Promise.resolve({ file }))
      return file
    },
    open(kind, path) {
      const shelved = shelf.get(path) ?? openNew(kind, path)
      shelf.set(path, shelved)
      return shelved
    },
    get: (path) => read.get(path),
    isPlain: () => [...read.values()].every((file) => file.isPlain),
    paths: () => [...local].sort(),
    sources: () =>
      [...read.values()]
        .flatMap(({ path, value }): Source[] =>
          value === undefined ? [] : [{ path, value: value as Json, isOwn: own.has(path) }],
        )
        .sort((a, b) => compare(a.path, b.path)),
  }
}

export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMs) })
  if (!response.ok) throw new Error(`the server answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
