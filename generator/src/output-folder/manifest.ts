import { contentHash } from './content-hash.js'
import type { OutputFile } from './output-file.js'
import { manifestName, refusePath } from './output-path.js'
import { readEntry } from './read-entry.js'

/** Which files of an output folder are ours, and what we wrote in them. */
export interface Manifest {
  /** `typescript` for the SDK, else the language of the models. */
  readonly contents: string
  /** Content hash by path. */
  readonly files: ReadonlyMap<string, string>
}

export const manifestOf = (
  files: readonly OutputFile[],
  contents: string,
  hashOf: (path: string, text: string) => string = (_, text) => contentHash(text),
): Manifest => ({
  contents,
  files: new Map(files.map(({ path, text }) => [path, hashOf(path, text)])),
})

/** What stands in an output folder's manifest. */
export interface FoundManifest {
  readonly manifest?: Manifest
  /** What stands in its place and is no file. */
  readonly obstacle?: string
}

/** Reads the manifest of `folder`. One that cannot be read (a merge conflict, say) counts as none. */
export function readManifest(folder: string): FoundManifest {
  const entry = readEntry(folder, manifestName)
  if (entry.kind === 'obstacle') return { obstacle: entry.what }
  const manifest = entry.kind === 'file' ? parseManifest(entry.text) : undefined
  return manifest === undefined ? {} : { manifest }
}

/** The manifest as it is written: a line per file, sorted, so that a diff and a merge read well. */
export function printManifest(manifest: Manifest, version: string): string {
  const files = Object.fromEntries([...manifest.files].sort(([one], [other]) => (one < other ? -1 : 1)))
  return `${JSON.stringify({ manifest: 1, tool: `tidings ${version}`, contents: manifest.contents, files }, null, 2)}\n`
}

/** The same files with the same contents; the tool's version alone makes no difference. */
export function isSameManifest(one: Manifest, other: Manifest): boolean {
  return (
    one.contents === other.contents &&
    one.files.size === other.files.size &&
    [...one.files].every(([path, hash]) => other.files.get(path) === hash)
  )
}

export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text)
  if (!isRecord(value) || value['manifest'] !== 1 || !isRecord(value['files'])) return undefined
  if (typeof value['contents'] !== 'string') return undefined
  const files = Object.entries(value['files']).flatMap(([path, hash]): [string, string][] =>
    typeof hash === 'string' && refusePath(path) === undefined ? [[path, hash]] : [],
  )
  return { contents: value['contents'], files: new Map(files) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
