import type { Text } from '@tidings/contract'
import { contractRules } from './contract-rules.js'
import { dataRules } from './data-rules.js'

/** Every change that `tidings diff` tells, by its id. */
export const diffRules = { ...dataRules, ...contractRules }

export type DiffRuleId = keyof typeof diffRules

type HoleOf<T> = T extends Text<infer Hole> ? Hole : never

/** What the texts of a rule need to be told. */
export type DiffHoles<Rule extends DiffRuleId> = Readonly<
  Record<HoleOf<(typeof diffRules)[Rule]['message']> | HoleOf<(typeof diffRules)[Rule]['mend']>, string | number>
>
