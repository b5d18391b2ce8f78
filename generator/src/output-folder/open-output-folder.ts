import { lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { workFolderName } from './output-path.js'
import { isMissing } from './read-entry.js'

const brand = Symbol.for('tidings.UnusableOutputFolder')

/** Something that is no folder stands where the output folder, or our working folder in it, should be. */
export class UnusableOutputFolder extends Error {
  static {
    Object.defineProperty(UnusableOutputFolder.prototype, brand, { value: true })
  }
  override readonly name = 'UnusableOutputFolder'
  readonly code = 'UNUSABLE_OUTPUT_FOLDER'
  /** Absolute path of what stands in the way. */
  readonly path: string

  constructor(path: string) {
    super(`cannot generate: ${path} is no folder; move it away, or choose another folder with --out`)
    this.path = path
  }
}

/** Holds across two copies of this package. */
export const isUnusableOutputFolder = (error: unknown): error is UnusableOutputFolder =>
  typeof error === 'object' && error !== null && brand in error

/** The real path of an output folder, symbolic links followed; nothing where none stands. */
export async function openOutputFolder(folder: string): Promise<string | undefined> {
  try {
    const real = await realpath(folder)
    if (!(await stat(real)).isDirectory()) throw new UnusableOutputFolder(folder)
    return real
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Makes an output folder with all that leads to it. */
export async function createOutputFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  return await realpath(folder)
}

/** Whether a generation is at work in `folder`, or has left something behind. */
export async function hasWorkFolder(folder: string): Promise<boolean> {
  const path = join(folder, workFolderName)
  try {
    // Through a symbolic link we would stage outside the folder.
    if (!(await lstat(path)).isDirectory()) throw new UnusableOutputFolder(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}
