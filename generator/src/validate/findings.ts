import type { Finding, Place, Related } from '@tidings/contract'
import { type RuleId, rules } from './rules.js'

/** Keeps so many findings, and counts the others. */
export interface Findings {
  add(rule: RuleId, message: string, place: Place, related?: Related): void
  /** The kept ones, and one on those that were left out. */
  all(): readonly Finding[]
  /** Whether there is room for another, so that its place is worth finding. */
  readonly hasRoom: boolean
  /** Counts one that nobody needs to word. */
  leaveOut(rule: RuleId): void
}

export function createFindings(most: number): Findings {
  const kept: Finding[] = []
  const notices = new Map<string, { finding: Finding; more: number }>()
  const leftOut = { error: 0, warning: 0, info: 0 }
  const findings: Findings = {
    add(rule, message, place, related) {
      const { severity, mend } = rules[rule]
      const finding: Finding = { rule, severity, message, place, mend, ...(related && { related: [related] }) }
      if (severity !== 'error' && isRepeated(finding)) return
      if (findings.hasRoom) kept.push(finding)
      else leftOut[severity]++
    },
    leaveOut: (rule) => void leftOut[rules[rule].severity]++,
    get hasRoom() {
      return kept.length < most
    },
    all() {
      const told = kept.map((finding) => {
        const more = notices.get(keyOf(finding))
        return more?.finding !== finding || more.more === 0
          ? finding
          : { ...finding, message: `${finding.message}; so it is ${more.more} more times` }
      })
      return leftOut.error + leftOut.warning === 0 ? told : [...told, summaryOf(leftOut, most)]
    },
  }

  /** A warning is told once for a file, however often it holds. */
  const isRepeated = (finding: Finding): boolean => {
    const notice = notices.get(keyOf(finding))
    if (notice !== undefined) notice.more++
    else if (notices.size < mostNotices) notices.set(keyOf(finding), { finding, more: 0 })
    return notice !== undefined
  }
  return findings
}

/** A recording can say as many different things as it has events. */
const mostNotices = 10_000

const keyOf = ({ rule, message, place }: Finding): string => JSON.stringify([rule, message, place?.file])

function summaryOf({ error, warning }: { readonly error: number; readonly warning: number }, most: number): Finding {
  const counts = [
    ...(error > 0 ? [numbered(error, 'error')] : []),
    ...(warning > 0 ? [numbered(warning, 'warning')] : []),
  ]
  return {
    rule: 'findings-left-out',
    severity: error > 0 ? 'error' : 'warning',
    message: `${counts.join(' and ')} more than --max-findings shows; expected at most ${most}`,
    mend: rules['findings-left-out'].mend,
  }
}

const numbered = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
