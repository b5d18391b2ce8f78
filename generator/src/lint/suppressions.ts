import {
  type Change,
  type Finding,
  type Json,
  type Place,
  type Places,
  readPointer,
  type Source,
  writePointer,
} from '@tidings/contract'
import { type Extension, extensionsIn } from './extensions-in.js'
import { knownRules } from './known-rules.js'
import { judgeRule, type LintConfig } from './lint-config.js'
import type { Found, RulesRun } from './run-rules.js'
import { mendForRule } from './unknown-rules.js'

/** The extension by which a document says that a rule does not count for something, and why. */
export const ignoring = 'x-lint-ignore'

/** One rule of one `x-lint-ignore`. */
interface Suppression {
  readonly rule: string
  readonly extension: Extension
  /** How many rules the same extension names. */
  readonly beside: number
  used: boolean
}

export interface Suppressed {
  /** What is left to say, with what is wrong with the suppressions themselves. */
  readonly found: readonly Found[]
  /** What was not said. */
  readonly suppressed: readonly Finding[]
}

/**
 * Takes out what the document asks not to be told: a finding about the thing that holds an `x-lint-ignore`, or about
 * anything inside it in the same file. One without a reason counts for nothing.
 */
export function applySuppressions(
  { found, asked }: RulesRun,
  { sources, places }: { readonly sources: readonly Source[]; readonly places: Places },
  config: LintConfig,
): Suppressed {
  const extensions = extensionsIn(sources).filter(({ name }) => name === ignoring)
  const problems: Found[] = []
  const suppressions: Suppression[] = []

  const placeOf = ({ file, holder }: Extension, ...keys: string[]) =>
    places.inFile(file, writePointer([...holder, ignoring, ...keys]))
  const report = (rule: string, place: Place, message: string, mend: string, fix?: Change) => {
    const known = knownRules.get(rule)
    const severity = known === undefined ? 'off' : judgeRule(known, config).severity
    if (severity === 'off') return
    const finding = { rule, severity, message, place, mend }
    problems.push(fix === undefined ? { finding } : { finding, fix })
  }

  for (const extension of extensions) {
    const { value } = extension
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const mend = `Write it as "${ignoring}: { unbounded-string: the partner sets no limit }".`
      report(
        'ignore-without-reason',
        placeOf(extension),
        `${ignoring} is ${told(value)}; expected rule ids with reasons`,
        mend,
      )
      continue
    }
    const entries = Object.entries(value as Readonly<Record<string, Json>>)
    for (const [rule, reason] of entries) {
      const place = placeOf(extension, rule)
      if (!knownRules.has(rule)) {
        report(
          'ignore-unknown-rule',
          place,
          `${ignoring} names the rule ${rule}; expected one that there is`,
          mendForRule(rule),
        )
      } else if (typeof reason !== 'string' || reason.trim() === '') {
        const mend = 'Say in words why the rule does not count here.'
        report(
          'ignore-without-reason',
          place,
          `the reason to ignore ${rule} is ${told(reason)}; expected a reason in words`,
          mend,
        )
      } else {
        suppressions.push({ rule, extension, beside: entries.length, used: false })
      }
    }
  }

  const suppressed: Finding[] = []
  const left = found.filter(({ finding }) => {
    const nearest = suppressions
      .filter((one) => one.rule === finding.rule && isAround(one.extension, finding.place))
      .sort((a, b) => b.extension.holder.length - a.extension.holder.length)[0]
    if (nearest === undefined) return true
    nearest.used = true
    suppressed.push(finding)
    return false
  })
  for (const { rule, extension, beside, used } of suppressions) {
    if (used || !asked.has(rule)) continue
    const message = `nothing here breaks the rule ${rule}; expected an ${ignoring} only where something does`
    report('ignore-unused', placeOf(extension, rule), message, 'Remove it.', removal(extension, rule, beside))
  }
  return { found: [...left, ...problems], suppressed }
}

function isAround({ file, holder }: Extension, place: Place | undefined): boolean {
  if (place === undefined || place.file !== file || place.pointer === undefined) return false
  const tokens = readPointer(place.pointer) ?? []
  return holder.every((token, index) => tokens[index] === token)
}

const removal = ({ holder }: Extension, rule: string, beside: number): Change =>
  beside > 1
    ? { pointer: writePointer([...holder, ignoring]), key: rule, removed: true }
    : { pointer: writePointer(holder), key: ignoring, removed: true }

function told(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
