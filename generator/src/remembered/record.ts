import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
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

/** Where the record of a contract's generation lies: in the nearest `node_modules`; nowhere when there is none. */
export async function recordFile(contract: string, name: string): Promise<string | undefined> {
  for (let folder = dirname(contract); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    const stats = await stat(modules).catch(() => undefined)
    if (stats?.isDirectory()) return join(modules, '.cache', 'tidings', `${name}.json`)
    if (folder === dirname(folder)) return undefined
  }
}

/** One that cannot be read counts as none. */
export async function readRecord(file: string): Promise<GenerationRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** All of it or nothing; where it cannot be written, the next generation takes its time. */
export async function writeRecord(file: string, record: GenerationRecord): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, JSON.stringify(record))
    await rename(draft, file)
  } catch {
    await rm(draft, { force: true }).catch(() => {})
  }
}
