import type { Change, Place, Related, Severity } from '@tidings/contract'
import type { Example } from './example.js'
import type { Inspected } from './inspect.js'

/** A rule as plain data, and the function that checks it. List, rule sets, docs and tests are made from it. */
export interface Rule {
  /** Kebab-case and stable: it stands in configs and in documents. */
  readonly id: string
  readonly severity: Severity
  /**
   * Whether the rule set `recommended` has it: for any document, or only for one whose messages are known to be
   * events, since it uses our conventions. `strict` has every rule, for any document.
   */
  readonly recommended: 'always' | 'with-conventions' | 'never'
  /** What should be, in one sentence. */
  readonly summary: string
  /** Why it matters to those who write and read events. */
  readonly why: string
  /** Near misses: they look as if they broke the rule, and do not. */
  readonly valid: readonly Example[]
  readonly invalid: readonly BrokenExample[]
  check(inspected: Inspected, report: Report): void | Promise<void>
}

export interface BrokenExample {
  readonly contract: Example
  /** The messages of its findings. */
  readonly finds: readonly string[]
  /** What `--fix` makes of it, where it can. */
  readonly fixed?: Example
}

/** Says what is wrong at a place. */
export type Report = (place: Place | undefined, said: Said) => void

export interface Said {
  /** What is wrong with the actual value, then what was expected. */
  readonly message: string
  readonly mend: string
  readonly related?: readonly Related[]
  /** What mends it without changing what valid events mean. `pointer` is that of the file of the place. */
  readonly fix?: Change
}

export const defineRule = (rule: Rule): Rule => rule
