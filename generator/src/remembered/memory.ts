import { dirname, resolve } from 'node:path'
import type { Generated } from '../generate/generate.js'
import type { GenerateOptions } from '../generate/generate-options.js'
import { contentHash } from '../output-folder/content-hash.js'
import { type Manifest, printManifest } from '../output-folder/manifest.js'
import { untouchedOutput } from '../output-folder/untouched.js'
import { type GenerationRecord, readRecord, recordFile, writeRecord } from './record.js'
import { stampOfTool } from './stamp-of-tool.js'
import { answersTheSame, type WitnessedDisk } from './witnessed-disk.js'

/** Remembers what came of a generation, so that one that would come to the same need not be done. */
export interface Memory {
  /** What generating would give now; nothing unless it is certain that not a byte of the output would change. */
  recall(): Generated | undefined
  /** Keeps what came of a generation that read the contract from `disk`, where the folder holds what it should. */
  keep(generated: Generated, manifest: Manifest, disk: WitnessedDisk): void
}

/** Nothing is remembered of what runs code of the user's, or asks the network: who knows what these do next. */
export function openMemory(options: GenerateOptions): Memory | undefined {
  const file = generationRecordFile(options)
  const tool = file === undefined ? undefined : stampOfTool()
  if (file === undefined || tool === undefined) return undefined
  return {
    recall() {
      const record = readRecord<GenerationRecord>(file)
      if (record?.tool !== tool || !answersTheSame(record.answers ?? [])) return undefined
      const manifest = untouchedOutput(resolve(options.out))?.manifest
      if (manifest === undefined || hashOfManifest(manifest) !== record.manifest) return undefined
      const { findings = [], notes = [], sources = [] } = record
      return { findings, notes, sources, changes: [], files: manifest.files.size }
    },
    keep({ findings, notes, sources }, manifest, disk) {
      writeRecord(file, { tool, answers: disk.answers(), manifest: hashOfManifest(manifest), findings, notes, sources })
    },
  }
}

/** Where the record of a generation lies; nowhere for one that is not remembered. */
export function generationRecordFile(options: GenerateOptions): string | undefined {
  if (options.allowRemoteRefs || (options.templates ?? []).length > 0) return undefined
  const contract = resolve(options.contract)
  const { language, perspective, importExtension, allowRefsOutside } = options
  // The working folder bounds references where nothing else does.
  const asked = [
    contract,
    resolve(options.out),
    process.cwd(),
    language,
    perspective,
    importExtension,
    allowRefsOutside,
  ]
  return recordFile(dirname(contract), contentHash(JSON.stringify(asked)))
}

/** Of what it says of the files; which version of the tool wrote it does not count. */
export const hashOfManifest = (manifest: Manifest): string => contentHash(printManifest(manifest, ''))
