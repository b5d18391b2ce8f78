import type { Finding, Severity } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { FileChange } from '../output-folder/output-file.js'

/** What a command has to say when it is done: the same for every format. */
export interface Report {
  /** The command's name. */
  readonly command: string
  /** The projects that it was done for. */
  readonly projects: readonly ReportedProject[]
  /** In the order in which they are read. */
  readonly findings: readonly Reported<Finding>[]
  /** Where the generated code cannot say or do all that the contract says; never a reason to fail. */
  readonly notes: readonly Reported<Note>[]
  /** What was written or removed, by path. */
  readonly changes: readonly Reported<FileChange>[]
  /** How many findings are suppressed where they stand. */
  readonly suppressed: number
  /** What is known of the rules among the findings. */
  readonly rules: readonly RuleDescription[]
  /** Projects for which the command could not be done, and why. */
  readonly failures: readonly Reported<Failure>[]
}

export interface ReportedProject {
  readonly name: string
  /** The absolute path of its contract. */
  readonly contract: string
}

/** With the name of the project that it is of, where there are several. */
export type Reported<T> = T & { readonly project?: string }

export interface RuleDescription {
  readonly id: string
  /** One sentence. */
  readonly summary: string
  /** The address of a page on it. */
  readonly help?: string
}

export interface Failure {
  readonly message: string
}

/** 0 fine, 1 findings, 2 wrong usage or failure (mostly of what is thrown). */
export type Status = 0 | 1 | 2

/** An error among the findings is what makes a command fail. */
export const statusOf = ({ findings }: { readonly findings: readonly Finding[] }): 0 | 1 =>
  findings.some(({ severity }) => severity === 'error') ? 1 : 0

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}
