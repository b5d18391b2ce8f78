import type { Audience, ContractEvent, Json, Place } from '@tidings/contract'
import type { DiffHoles, DiffRuleId } from './rules.js'

/** One change between two contracts, before it is judged. */
export interface Change extends About {
  readonly rule: DiffRuleId
  /** What the rule's message and mend name. */
  readonly holes: Readonly<Record<string, string | number>>
}

export interface About {
  /** Where it stands now; of what is gone, where it stood among the rest. */
  readonly place?: Place | undefined
  /** Where it stood before. */
  readonly was?: Place | undefined
  /** Whom it breaks, where that is not just what the rule says. */
  readonly breaks?: readonly Audience[]
  /** The event whose data it is about, which says how it is judged. */
  readonly event?: EventPair
  /** Data of an event that shows it. */
  readonly witness?: Json
}

/** One event in the two contracts. */
export type EventPair = Pair<ContractEvent>

/** One thing in the two contracts. */
export interface Pair<Thing> {
  readonly before: Thing
  readonly after: Thing
}

/** A change by its rule, with all that the rule's texts name. */
export const change = <Rule extends DiffRuleId>(rule: Rule, holes: DiffHoles<Rule>, about: About): Change => ({
  rule,
  holes,
  ...about,
})
