import type { Finding } from '@tidings/contract'
import type { Reported } from '../report/report.js'
import type { Outcome } from './define-command.js'

export interface ProjectOutcome {
  readonly project: string
  readonly outcome: Outcome
}

/**
 * The outcomes of several projects as one, where each finding, note and change names its project. A finding that
 * projects share, as those of one contract do, is told once.
 */
export function mergeOutcomes(outcomes: readonly ProjectOutcome[]): Required<Omit<Outcome, 'text'>> & Outcome {
  const [only] = outcomes.length === 1 ? outcomes : []
  const every = <T>(take: (outcome: Outcome) => readonly Reported<T>[] | undefined): readonly Reported<T>[] =>
    only === undefined
      ? outcomes.flatMap(({ project, outcome }) => (take(outcome) ?? []).map((each) => ({ ...each, project })))
      : (take(only.outcome) ?? [])
  const texts = outcomes.flatMap(({ outcome }) => outcome.text ?? [])
  return {
    findings: withoutRepetition(every(({ findings }) => findings)),
    notes: every(({ notes }) => notes),
    changes: every(({ changes }) => changes),
    suppressed: outcomes.reduce((sum, { outcome }) => sum + (outcome.suppressed ?? 0), 0),
    rules: [...new Map(outcomes.flatMap(({ outcome }) => outcome.rules ?? []).map((rule) => [rule.id, rule])).values()],
    ...(texts.length > 0 && { text: texts.join('') }),
  }
}

function withoutRepetition<T extends Finding>(findings: readonly T[]): readonly T[] {
  const told = new Map<string, T>()
  for (const finding of findings) {
    const { rule, message, place } = finding
    const key = place === undefined ? String(told.size) : JSON.stringify([rule, message, place])
    if (!told.has(key)) told.set(key, finding)
  }
  return [...told.values()]
}
