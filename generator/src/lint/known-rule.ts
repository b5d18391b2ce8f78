import type { Rule } from './define-rule.js'

/** What list, rule sets and docs need to know of a rule, whoever checks it. */
export type KnownRule = Pick<Rule, 'id' | 'severity' | 'summary' | 'recommended'> & {
  /** Nothing where no rule set has it, and only a config turns it on. */
  readonly strict: boolean
}
