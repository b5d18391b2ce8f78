import { resolve } from 'node:path'
import type { Generated } from '../generate/generate.js'
import type { GenerateOptions } from '../generate/generate-options.js'
import { contentHash } from '../output-folder/content-hash.js'
import { eachOf } from '../output-folder/each-of.js'
import { type Manifest, printManifest, readManifest } from '../output-folder/manifest.js'
import { hasWorkFolder, openOutputFolder } from '../output-folder/open-output-folder.js'
import { readEntry } from '../output-folder/read-entry.js'
import { readRecord, recordFile, writeRecord } from './record.js'
import { stampOfTool } from './stamp-of-tool.js'
import { answersTheSame, type WitnessedDisk } from './witnessed-disk.js'

/** Remembers what came of a generation, so that one that would come to the same need not be done. */
export interface Memory {
  /** What generating would give now; nothing unless it is certain that not a byte of the output would change. */
  recall(): Promise<Generated | undefined>
  /** Keeps what came of a generation that read the contract from `disk`, and left in the folder what it should hold. */
  keep(generated: Generated, manifest: Manifest, disk: WitnessedDisk): Promise<void>
}

/** Nothing is remembered of what runs code of the user's, or asks the network: who knows what these do next. */
export async function openMemory(options: GenerateOptions): Promise<Memory | undefined> {
  if (options.allowRemoteRefs || (options.templates ?? []).length > 0) return undefined
  const contract = resolve(options.contract)
  const out = resolve(options.out)
  const { language, perspective, importExtension, allowRefsOutside } = options
  // The working folder bounds references where nothing else does.
  const asked = [contract, out, process.cwd(), language, perspective, importExtension, allowRefsOutside]
  const file = await recordFile(contract, contentHash(JSON.stringify(asked)))
  const tool = file === undefined ? undefined : stampOfTool()
  if (file === undefined || tool === undefined) return undefined
  return {
    async recall() {
      const record = await readRecord(file)
      if (record?.tool !== tool || !(await answersTheSame(record.answers))) return undefined
      const manifest = await untouched(out)
      if (manifest === undefined || hashOf(manifest) !== record.manifest) return undefined
      const { findings, notes, sources } = record
      return { findings, notes, sources, changes: [], files: manifest.files.size }
    },
    async keep({ findings, notes, sources }, manifest, disk) {
      await writeRecord(file, { tool, answers: disk.answers(), manifest: hashOf(manifest), findings, notes, sources })
    },
  }
}

const hashOf = (manifest: Manifest): string => contentHash(printManifest(manifest, ''))

/** The manifest of a folder that holds every file as the manifest says, and no trace of a generation at work. */
async function untouched(out: string): Promise<Manifest | undefined> {
  try {
    const folder = await openOutputFolder(out)
    if (folder === undefined || (await hasWorkFolder(folder))) return undefined
    const { manifest } = await readManifest(folder)
    const same = await eachOf([...(manifest?.files ?? [])], async ([path, hash]) => {
      const entry = await readEntry(folder, path)
      return entry.kind === 'file' && entry.hash === hash
    })
    return same.every(Boolean) ? manifest : undefined
  } catch {
    // What is wrong there, the generation itself finds and tells.
    return undefined
  }
}
