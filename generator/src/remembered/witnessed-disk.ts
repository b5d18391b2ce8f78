import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import type { FileAccess } from '@tidings/contract'

/** A question to the disk, and a digest of its answer; `null` where there was none. */
export type Answer = readonly [question: 'file' | 'path', path: string, answer: string | null]

export interface WitnessedDisk {
  readonly fileAccess: FileAccess
  /** Everything that was asked so far, missing files too. */
  answers(): readonly Answer[]
}

/** The disk, with a note of all that is asked of it: what was read counts, and not what stands there later. */
export function witnessDisk(): WitnessedDisk {
  const answers = new Map<string, Answer>()
  async function witness<T>(question: Answer[0], path: string, answer: Promise<T>, digest: (found: T) => string) {
    // A file that changed in between has two answers, and the disk never gives both.
    const note = (told: string | null) => answers.set(`${question} ${told} ${path}`, [question, path, told])
    try {
      const found = await answer
      note(digest(found))
      return found
    } catch (error) {
      note(null)
      throw error
    }
  }
  return {
    fileAccess: {
      readFile: (path) => witness('file', path, readFile(path), digestOf),
      realpath: (path) => witness('path', path, realpath(path), (found) => found),
    },
    answers: () => [...answers.values()],
  }
}

/** Whether the disk still answers every question as it did. */
export const answersTheSame = (answers: readonly Answer[]): boolean =>
  answers.every(([question, path, answer]) => askDisk(question, path) === answer)

/** What {@link witnessDisk} notes of the same question. */
export function askDisk(question: Answer[0], path: string): string | null {
  try {
    return question === 'file' ? digestOf(readFileSync(path)) : realpathSync.native(path)
  } catch {
    return null
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
