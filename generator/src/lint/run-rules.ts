import type { Change, Finding } from '@tidings/contract'
import type { Said } from './define-rule.js'
import { inspect, type Readable } from './inspect.js'
import { knownRules, rules } from './known-rules.js'
import { judgeRule, type LintConfig } from './lint-config.js'

/** A finding, and what mends it. */
export interface Found {
  readonly finding: Finding
  readonly fix?: Change
}

export interface RulesRun {
  readonly found: readonly Found[]
  /** The rules that were asked: of another, that it found nothing means nothing. */
  readonly asked: ReadonlySet<string>
}

/** What reading a contract has found, with the severities that a config wants. */
export const judgeGiven = (findings: readonly Finding[], config: LintConfig): Found[] =>
  findings.flatMap((finding): Found[] => {
    const rule = knownRules.get(finding.rule)
    if (rule === undefined) return [{ finding }]
    const { severity } = judgeRule(rule, config)
    return severity === 'off' ? [] : [{ finding: { ...finding, severity } }]
  })

/** Asks every rule that a config wants, and sorts what reading the contract has found by the same config. */
export async function runRules(readable: Readable, config: LintConfig): Promise<RulesRun> {
  const inspectedFor = inspect(readable)
  // what has a file of its own is said again by that
  const found = judgeGiven(readable.findings, config).filter(({ finding }) => !isWritten(finding.rule))
  const asked = new Set<string>()
  for (const known of knownRules.values()) {
    const { severity, isAsked } = judgeRule(known, config)
    const inspected = inspectedFor(isAsked)
    if (severity === 'off' || (known.recommended === 'with-conventions' && !inspected.meansEvents)) continue
    asked.add(known.id)
    const rule = rules.find(({ id }) => id === known.id)
    await rule?.check(inspected, (place, { fix, ...said }: Said) => {
      const finding = { rule: known.id, severity, ...said, ...(place === undefined ? {} : { place }) }
      found.push(fix === undefined ? { finding } : { finding, fix })
    })
  }
  return { found, asked }
}

const isWritten = (id: string): boolean => rules.some((rule) => rule.id === id)
