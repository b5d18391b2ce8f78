import type { Finding, Place } from '@tidings/contract'
import { closest } from '../command-line/closest.js'
import { knownRules } from './known-rules.js'

/** Says which of the rules that a config file names do not exist. */
export const unknownRules = (named: readonly { readonly id: string; readonly place: Place }[]): readonly Finding[] =>
  named
    .filter(({ id }) => !knownRules.has(id))
    .map(({ id, place }) => ({
      rule: 'config-key',
      severity: 'error',
      message: `the config file holds "lint.rules.${id}"; expected the id of a rule of lint`,
      place,
      mend: mendForRule(id),
    }))

/** The mend for a rule that there is not. */
export function mendForRule(id: string): string {
  const meant = closest(id, knownRules.keys())
  return meant === undefined ? 'Remove it; docs/lint.md lists all rules.' : `Write ${JSON.stringify(meant)}.`
}
