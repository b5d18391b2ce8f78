import type { Severity } from '@tidings/contract'
import type { KnownRule } from './known-rule.js'

/** `lint` in a config file. */
export interface LintConfig {
  /** The rules to begin with: `recommended` unless given. */
  readonly extends?: RuleSet
  /** Rules by id: with which severity, or not at all. One that is named here looks at any document. */
  readonly rules?: { readonly [id: string]: Severity | 'off' }
}

export type RuleSet = 'recommended' | 'strict'

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
