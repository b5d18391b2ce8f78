import type { Finding, Severity } from '@tidings/contract'
import type { Note } from '@tidings/templates'
import type { FileChange } from '../output-folder/output-file.js'

/** What a command has to say when it is done: the same for every format. */
export interface Report {
  /** The command's name. */
  readonly command: string
  /** In the order in which they are read. */
  readonly findings: readonly Finding[]
  /** Where the generated code cannot say or do all that the contract says; never a reason to fail. */
  readonly notes: readonly Note[]
  /** What was written or removed, by path. */
  readonly changes: readonly FileChange[]
}

/** 0 fine, 1 findings. (2, wrong usage or failure, comes of what is thrown.) */
export type Status = 0 | 1 | 2

/** An error among the findings is what makes a command fail. */
export const statusOf = ({ findings }: Pick<Report, 'findings'>): 0 | 1 =>
  findings.some(({ severity }) => severity === 'error') ? 1 : 0

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}
