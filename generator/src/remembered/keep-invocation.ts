import { configPlaces } from '../config/find-config.js'
import type { Settings } from '../config/settle.js'
import type { Generated } from '../generate/generate.js'
import { writtenManifest } from '../output-folder/untouched.js'
import { generationRecordFile, hashOfManifest } from './memory.js'
import { invocationRecordFile } from './recall-invocation.js'
import { type GenerationRecord, readRecord, writeRecord } from './record.js'
import { type Answer, askDisk } from './witnessed-disk.js'

export interface Invocation {
  readonly argv: readonly string[]
  readonly cwd: string
  /** The config file and what it imports. */
  readonly config: readonly string[]
}

/**
 * Keeps the line that a command line will end with the next time, where it says nothing else. Not kept is what prints
 * more than text, and what a config that is code may settle otherwise tomorrow.
 */
export function keepInvocation(
  { argv, cwd, config }: Invocation,
  settings: Settings,
  { findings }: Generated,
  line: string,
): void {
  const isQuiet = findings.length === 0 && settings.format === 'text' && !settings.verbose
  if (!isQuiet || argv.includes('--debug') || config.some((file) => !/\.(?:json|ya?ml)$/.test(file))) return
  const file = invocationRecordFile(argv, cwd)
  const from = generationRecordFile(settings)
  const generation = from === undefined ? undefined : readRecord<GenerationRecord>(from)
  // that the files are as it says is looked at when it is recalled
  const written = writtenManifest(settings.out)
  if (file === undefined || generation?.tool === undefined || written === undefined) return
  if (hashOfManifest(written.manifest) !== generation.manifest) return
  const { tool, answers = [] } = generation
  const places = [
    ...config.map((path): Answer => ['file', path, askDisk('file', path)]),
    ...configPlaces(cwd).map((path): Answer => ['path', path, askDisk('path', path)]),
  ]
  writeRecord(file, { tool, answers: [...answers, ...places], out: settings.out, manifest: written.hash, line })
}
