import type { Finding } from '@tidings/contract'
import type { RuleDescription } from '../report/report.js'
import { pageAt } from '../report/rule-help.js'
import * as rules from './rules/index.js'

/** What is known of the rules of ours among some findings. */
export function describeRules(findings: readonly Finding[]): readonly RuleDescription[] {
  const found = new Set(findings.map(({ rule }) => rule))
  return Object.values(rules).flatMap(({ id, summary }) =>
    found.has(id) ? [{ id, summary, help: pageAt(`docs/lint.md#${id}`) }] : [],
  )
}
