import type { Json, SchemaObject } from '@tidings/contract'
import type { Claim } from './claim.js'
import type { Scope } from './scope.js'

/** The kinds of JSON values; integers are numbers. */
export const valueTypes = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const
export type ValueType = (typeof valueTypes)[number]

/** What can be said of one value of a known type without choosing: what claims come down to. */
export type Fact = AnyFact | NumberFact | TextFact | ListFact | ObjectFact

export type AnyFact =
  /** It is one of these. */
  | { readonly is: 'among'; readonly values: readonly Json[] }
  /** It is not this scalar. */
  | { readonly is: 'other'; readonly than: Json }

export type NumberFact =
  | { readonly is: 'bound'; readonly keyword: BoundKeyword; readonly limit: number }
  /** An integer that a number holds exactly, or anything else. */
  | { readonly is: 'whole'; readonly holds: boolean }
  | { readonly is: 'multiple'; readonly of: number; readonly holds: boolean }

export type BoundKeyword = 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'

export type TextFact =
  | { readonly is: 'matching'; readonly pattern: string; readonly holds: boolean }
  | { readonly is: 'formatted'; readonly format: string; readonly holds: boolean }
  | CountFact

/** How many characters, items or properties. */
export interface CountFact {
  readonly is: 'count'
  readonly least?: number
  readonly most?: number
}

export type ListFact =
  | CountFact
  /** `items` and `additionalItems` of one schema. */
  | { readonly is: 'items'; readonly schema: SchemaObject; readonly scope: Scope }
  | { readonly is: 'item'; readonly index: number; readonly claim: Claim }
  | { readonly is: 'every-item'; readonly claim: Claim }
  | { readonly is: 'some-item'; readonly from: number; readonly claim: Claim }
  | { readonly is: 'unique'; readonly holds: boolean }

export type ObjectFact =
  | CountFact
  /** `properties`, `patternProperties` and `additionalProperties` of one schema. */
  | { readonly is: 'members'; readonly schema: SchemaObject; readonly scope: Scope }
  | { readonly is: 'member'; readonly name: string; readonly claim: Claim }
  | { readonly is: 'having'; readonly name: string }
  | { readonly is: 'every-name'; readonly claim: Claim }
  | { readonly is: 'some-name'; readonly claim: Claim }
  /** Some property whose name the pattern matches, or which the schema does not declare. */
  | { readonly is: 'some-member'; readonly among: SchemaObject; readonly pattern?: string; readonly claim: Claim }

/** The facts of one sort. */
export function factsOf<Is extends Fact['is']>(facts: readonly Fact[], is: Is): readonly Extract<Fact, { is: Is }>[] {
  return facts.filter((fact): fact is Extract<Fact, { is: Is }> => fact.is === is)
}

/** The tightest of all counts. */
export function countOf(facts: readonly Fact[]): { readonly least: number; readonly most: number } {
  const counts = factsOf(facts, 'count')
  return {
    least: Math.max(0, ...counts.map(({ least }) => Math.ceil(least ?? 0))),
    most: Math.min(Number.POSITIVE_INFINITY, ...counts.map(({ most }) => Math.floor(most ?? Number.POSITIVE_INFINITY))),
  }
}
