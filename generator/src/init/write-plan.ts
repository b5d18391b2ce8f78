import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PlannedFile } from './planned-file.js'

/** Writes what was planned. A file that has come to be meanwhile is left alone, and the writing ends with an error. */
export async function writePlan(folder: string, writes: readonly PlannedFile[]): Promise<void> {
  for (const { path, text, isEdit } of writes) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    if (isEdit) await replace(file, text)
    else await writeFile(file, text, { flag: 'wx' })
  }
}

async function replace(file: string, text: string): Promise<void> {
  const staged = `${file}.tidings`
  try {
    await writeFile(staged, text)
    await rename(staged, file)
  } finally {
    await rm(staged, { force: true })
  }
}
