import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { Answer } from './witnessed-disk.js'

/** What came of a generation, and all that it depended on. It stays on the machine that made it. */
export interface GenerationRecord {
  readonly tool: string
  readonly answers: readonly Answer[]
  /** Content hash of the manifest. */
  readonly manifest: string
  readonly findings: readonly Finding[]
  readonly notes: readonly Note[]
  readonly sources: readonly string[]
}

/** A command line that has nothing to do and nothing to say but one line, as long as the disk answers the same. */
export interface InvocationRecord {
  readonly tool: string
  readonly answers: readonly Answer[]
  readonly out: string
  /** Content hash of the file of the manifest. */
  readonly manifest: string
  readonly line: string
}

/** Where a record for a folder lies: in the nearest `node_modules`; nowhere when there is none. */
export function recordFile(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    if (statSync(modules, { throwIfNoEntry: false })?.isDirectory()) {
      return join(modules, '.cache', 'tidings', `${name}.json`)
    }
    if (folder === dirname(folder)) return undefined
  }
}

/** One that cannot be read counts as none. */
export function readRecord<Kind extends GenerationRecord | InvocationRecord>(file: string): Partial<Kind> | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** All of it or nothing; where it cannot be written, the next generation takes its time. */
export function writeRecord(file: string, record: GenerationRecord | InvocationRecord): void {
  const draft = `${file}.${randomUUID()}`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(draft, JSON.stringify(record))
    renameSync(draft, file)
  } catch {
    rmSync(draft, { force: true })
  }
}
