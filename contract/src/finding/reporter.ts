import type { Finding, Place, Severity } from './finding.js'
import { type Holes, type RuleId, rules } from './rules.js'

/** Collects the findings of one run. */
export interface Reporter {
  /** Reports by rule. `severity` replaces the rule's own, where an option says so. */
  report<Rule extends RuleId>(rule: Rule, place: Place | undefined, holes: Holes<Rule>, severity?: Severity): void
  /** Takes a finding made elsewhere. */
  add(finding: Finding): void
  hasError(): boolean
  /** Without repetitions, in the order of files, lines and columns. */
  findings(): Finding[]
}

export function createReporter(): Reporter {
  const findings = new Map<string, Finding>()
  const add = (finding: Finding) => {
    const { file, line, column } = finding.place ?? {}
    const key = JSON.stringify([finding.rule, finding.message, file, line, column])
    if (!findings.has(key)) findings.set(key, finding)
  }
  return {
    add,
    report(rule, place, holes, severity) {
      const { severity: usual, message, mend } = rules[rule]
      add({
        rule,
        severity: severity ?? usual,
        message: message(holes),
        ...(place === undefined ? {} : { place }),
        mend: mend(holes),
      })
    },
    hasError: () => [...findings.values()].some(({ severity }) => severity === 'error'),
    findings: () => [...findings.values()].sort(inReadingOrder),
  }
}

function inReadingOrder(a: Finding, b: Finding): number {
  return (
    compare(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  )
}

/** By code units: the same on any machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
