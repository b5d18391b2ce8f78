import type { Versions } from './install.js'
import type { Contestant } from './measure.js'

/** Things of one kind that are compared: a file of `entries/`, whose default export this is. */
export interface Entry {
  /** What the command line calls it. */
  readonly name: string
  /** What is compared, in a sentence. */
  readonly about: string
  /** How many rounds are counted; 9 unless given. */
  readonly rounds?: number
  /** Packages of the workspace whose versions matter. */
  readonly packages: readonly string[]
  /** Packages that are compared and that the workspace does not have. */
  readonly peers?: Versions
  /** What this machine lacks for it, in words; it is skipped then. */
  missing?(): Promise<string | undefined>
  /** Makes the input, and throws where a contestant's output is not right. */
  prepare(given: Given): Promise<readonly (Comparison | Figures)[]>
}

export interface Given {
  /** Of its own, and removed afterwards. */
  readonly folder: string
  /** Where the peers are installed: a program that stands there finds them. */
  readonly peersFolder: string
  /** Imports one of the peers. What of it is used is the caller's to say. */
  load<T>(peer: string): Promise<T>
  /** Does so once the entry is over, however it ended. */
  afterwards(work: () => Promise<unknown>): void
}

/** One comparison of an entry. */
export interface Comparison {
  /** What is done once, in a few words. */
  readonly title: string
  /** What every contestant gets, in words. */
  readonly input: string
  /** How often a contestant does it in one run, where once is too short to be timed. */
  readonly times?: number
  /** How many rounds are counted, where it is not what the entry says. */
  readonly rounds?: number
  /** How many rounds come before those that are counted; 1 unless given. What takes microseconds is compiled meanwhile. */
  readonly warmUps?: number
  /** What we want the ratios to be. */
  readonly target?: string
  readonly contestants: readonly Contestant[]
  /** Who cannot do it, and why. */
  readonly cannot?: Readonly<Record<string, string>>
  /** Left out of the README, where another comparison stands for it. */
  readonly isDetail?: true
}

/** What is counted instead of timed, such as bytes: made while the entry is prepared. */
export interface Figures {
  readonly title: string
  readonly input: string
  readonly target?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** For the README: our figure, and what is beside it. */
  readonly short: readonly [ours: string, others: string]
}

export const defineEntry = (entry: Entry): Entry => entry
