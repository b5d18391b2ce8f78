import { commandRules } from './command-rules.js'
import type { RuleDescription } from './report.js'

/** The address of a page of ours. */
export const pageAt = (path: string): string => `https://github.com/tidings/tidings/blob/main/${path}`

/** What can be said of any rule: what it says, else its id in words, and the page that tells of its kind. */
export function describeRule(id: string): Required<RuleDescription> {
  const own = Object.hasOwn(commandRules, id) ? commandRules[id]?.says : undefined
  const page = own === undefined ? 'contract/README.md' : 'docs/command-line.md#findings-of-the-command-itself'
  return { id, summary: sentence(own ?? id.replaceAll('-', ' ')), help: pageAt(page) }
}

/** `A contract is read.` */
export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
