import type { Finding, Place, Severity } from '@tidings/contract'
import { closest } from '../command-line/closest.js'
import { type KnownRule, knownRules, severities } from './known-rules.js'

/** `lint` in a config file. */
export interface LintConfig {
  /** The rules to begin with: `recommended` unless given. */
  readonly extends?: RuleSet
  /** Rules by id: with which severity, or not at all. One that is named here looks at any document. */
  readonly rules?: { readonly [id: string]: Severity | 'off' }
}

export type RuleSet = 'recommended' | 'strict'

export const ruleSets: readonly RuleSet[] = ['recommended', 'strict']

export interface Judged {
  readonly severity: Severity | 'off'
  /** Whether the rule was asked for, by `strict` or by name. */
  readonly isAsked: boolean
}

/** What a config makes of a rule. */
export function judgeRule(rule: KnownRule, { extends: set = 'recommended', rules = {} }: LintConfig): Judged {
  const named = Object.hasOwn(rules, rule.id) ? rules[rule.id] : undefined
  if (named !== undefined) return { severity: named, isAsked: true }
  if (set === 'strict') return { severity: rule.strict ? rule.severity : 'off', isAsked: true }
  return { severity: rule.recommended === 'never' ? 'off' : rule.severity, isAsked: false }
}

const expectedSeverities = severities.map((severity) => JSON.stringify(severity)).join(', ')

/** Says what is wrong with the `lint` of a config file, which is known to be an object. */
export function checkLintConfig(lint: Readonly<Record<string, unknown>>, placeOf: (key: string) => Place): Finding[] {
  return Object.entries(lint).flatMap(([key, value]): Finding[] => {
    if (key === 'extends') {
      return ruleSets.some((set) => set === value)
        ? []
        : [illegal('lint.extends', value, '"recommended" or "strict"', placeOf(key))]
    }
    if (key !== 'rules') return [unknown(`lint.${key}`, key, ['extends', 'rules'], placeOf(key))]
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [illegal('lint.rules', value, 'rule ids with severities', placeOf(key))]
    }
    return Object.entries(value).flatMap(([id, severity]) => {
      if (!knownRules.has(id)) return [unknownRule(id, placeOf(id))]
      return severities.includes(severity)
        ? []
        : [illegal(`lint.rules.${id}`, severity, `one of ${expectedSeverities}`, placeOf(id))]
    })
  })
}

/** The mend for a rule that there is not. */
export function mendForRule(id: string): string {
  const meant = closest(id, knownRules.keys())
  return meant === undefined ? 'Remove it; docs/lint.md lists all rules.' : `Write ${JSON.stringify(meant)}.`
}

const unknownRule = (id: string, place: Place): Finding => ({
  rule: 'config-key',
  severity: 'error',
  message: `the config file holds "lint.rules.${id}"; expected the id of a rule of lint`,
  place,
  mend: mendForRule(id),
})

function unknown(path: string, key: string, known: readonly string[], place: Place): Finding {
  const meant = closest(key, known)
  return {
    rule: 'config-key',
    severity: 'error',
    message: `the config file holds ${JSON.stringify(path)}; expected only ${known.join(', ')}`,
    place,
    mend: meant === undefined ? 'Remove it.' : `Write ${JSON.stringify(meant)}.`,
  }
}

const illegal = (path: string, value: unknown, takes: string, place: Place): Finding => ({
  rule: 'config-value',
  severity: 'error',
  message: `${JSON.stringify(path)} is ${JSON.stringify(value) ?? String(value)} in the config file; expected ${takes}`,
  place,
  mend: `Give it ${takes}, or remove it.`,
})
