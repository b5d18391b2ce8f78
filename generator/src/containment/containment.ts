import type { NamedSchema, Schema } from '@tidings/contract'
import type { Judge } from '../judge/create-judge.js'
import type { Break, Undecided } from './break.js'

/** One of the two contracts that are compared. */
export interface Side {
  /** What references lead to. */
  readonly schemas: readonly NamedSchema[]
  /** The contract's own validators (`createJudge`). They are asked only to confirm a witness. */
  readonly judge: Judge
}

/** Whether every value that is valid under one schema is valid under another. */
export interface Containment {
  /** Ways in which a value that `from` takes is refused by `to`. */
  readonly breaks: readonly Break[]
  /** What could not be decided and has no witness. With no breaks and nothing undecided, it is proved: contained. */
  readonly undecided: readonly Undecided[]
}

/** Compares a schema of the older contract with one of the newer. What is the same costs next to nothing. */
export type CompareSchemas = (from: Schema, to: Schema) => Promise<Containment>

export interface ContainmentOptions {
  /** How many steps one comparison may take before it says 'cannot tell'; 50,000 unless given. */
  readonly steps?: number
}

/** Compares the schemas of two contracts; what it learns of their shared schemas it keeps. */
export function createContainment(from: Side, to: Side, options: ContainmentOptions = {}): CompareSchemas {
  throw new Error(`not yet: ${[from, to, options].length}`)
}
