import { resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import { version } from '../command-line/version.js'
import { checkOutput } from '../output-folder/check-output.js'
import { manifestOf } from '../output-folder/manifest.js'
import type { FileChange } from '../output-folder/output-file.js'
import { recoverOutput } from '../output-folder/recover-output.js'
import { writeOutput } from '../output-folder/write-output.js'
import { openMemory } from '../remembered/memory.js'
import { witnessDisk } from '../remembered/witnessed-disk.js'
import type { GenerateOptions } from './generate-options.js'
import type { Kept } from './kept.js'
import { prepareOutput } from './prepare-output.js'

export interface Generated {
  /** With an error among them nothing was written, or (when checking) the output is not current. */
  readonly findings: readonly Finding[]
  readonly notes: readonly Note[]
  /** What was written or removed, by path. */
  readonly changes: readonly FileChange[]
  /** How many files there are. */
  readonly files: number
  /** Every file that the output was made from. */
  readonly sources: readonly string[]
}

/**
 * Generates the SDK of a contract (or models in another language) into the output folder: all of it, or, with an
 * error among the findings, nothing. A generation that was killed earlier is completed or undone first. Where
 * nothing has changed since the last one, what it found is told again, and the contract is not compiled. Who generates
 * again and again gives the same `kept` each time: what has not changed is then not done again.
 */
export async function generate(options: GenerateOptions, kept?: Kept): Promise<Generated> {
  const memory = openMemory(options)
  const known = memory?.recall()
  if (known !== undefined) return known
  const out = resolve(options.out)
  const recovered = await recoverOutput(out)
  const disk = witnessDisk()
  const { files, contents, findings, notes, sources } = await prepareOutput(options, disk.fileAccess, kept)
  const before = { findings: [...recovered, ...findings], notes, sources }
  if (files === undefined) return { ...before, changes: [], files: 0 }
  const manifest = manifestOf(files, contents, kept?.output.hashOf)
  const written = await writeOutput(out, files, { contents, version: version(), manifest, memory: kept?.output })
  const generated = {
    ...before,
    findings: [...before.findings, ...written.findings],
    changes: written.changes,
    files: files.length,
  }
  // What it says of the folder as it was is said once.
  memory?.keep({ ...generated, findings }, manifest, disk)
  return generated
}

/** Says file by file what is not current in the output folder. Writes nothing. */
export async function checkGenerated(options: GenerateOptions): Promise<Generated> {
  const known = openMemory(options)?.recall()
  if (known !== undefined) return known
  const { files, contents, findings, notes, sources } = await prepareOutput(options)
  const drift = files === undefined ? [] : await checkOutput(resolve(options.out), files, { contents })
  return { findings: [...findings, ...drift], notes, changes: [], files: files?.length ?? 0, sources }
}
