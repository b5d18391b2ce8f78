import type { Rule } from './define-rule.js'
import { givenRules } from './given-rules.js'
import type { KnownRule } from './known-rule.js'
import * as written from './rules/index.js'

/** The rules with a file of their own, by id. */
export const rules: readonly Rule[] = Object.values(written).sort((a, b) => (a.id < b.id ? -1 : 1))

/** Every rule that a config or a document may name, by id. */
export const knownRules: ReadonlyMap<string, KnownRule> = new Map(
  [...rules.map((rule) => ({ ...rule, strict: true })), ...givenRules].map((rule) => [rule.id, rule]),
)
