import type { Features } from '../transport/features.js'
import type { Stage } from './stage.js'
import type { Means } from './subject.js'

/** One thing that a transport must do, proved on a stage of its own. */
export interface Check {
  /** Stable: results, and those who talk of them, refer to it. */
  readonly number: number
  readonly title: string
  /** What the transport must be able to do for it to apply, and what its subject must give beside it. */
  readonly needs?: readonly (Exclude<keyof Features, 'why' | 'partitioned'> | Means)[]
  /** What to prove of a transport that lacks what is needed: that asking for it is refused. */
  readonly otherwise?: (stage: Stage) => Promise<void>
  /** Rejects, with a sentence that says what was expected, when the transport does not do it. */
  readonly prove: (stage: Stage) => Promise<void>
}

/** Says that it is a check, and which. */
export const defineCheck = (check: Check): Check => check
