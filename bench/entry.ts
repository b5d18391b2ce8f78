import type { Contestant } from './measure.js'

/** One comparison: a file of `entries/`, whose default export this is. */
export interface Entry {
  /** What the command line calls it. */
  readonly name: string
  /** What is compared, in a sentence. */
  readonly about: string
  /** How many rounds are counted; 9 unless given. */
  readonly rounds?: number
  /** The packages whose versions matter. */
  readonly packages: readonly string[]
  /** Makes the input in a folder of its own, and throws where a contestant's output is not right. */
  prepare(folder: string): Promise<Prepared>
}

export interface Prepared {
  /** What every contestant gets, in words. */
  readonly input: string
  readonly contestants: readonly Contestant[]
}

export const defineEntry = (entry: Entry): Entry => entry
