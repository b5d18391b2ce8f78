import type { Finding } from '@tidings/contract'
import type { RuleDescription } from '../report/report.js'
import { pageAt, sentence } from '../report/rule-help.js'
import { diffRules } from './rules.js'

/** What is known of the rules among some findings. */
export function describeRules(findings: readonly Finding[]): readonly RuleDescription[] {
  const found = new Set(findings.map(({ rule }) => rule))
  return Object.entries(diffRules).flatMap(([id, { summary }]) =>
    found.has(id) ? [{ id, summary: sentence(summary), help: pageAt('docs/diff.md') }] : [],
  )
}
