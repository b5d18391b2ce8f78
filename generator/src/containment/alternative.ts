import type { Schema, SchemaObject } from '@tidings/contract'
import { formatOf } from '@tidings/templates'
import { type Claim, claim } from './claim.js'
import type { Fact } from './fact.js'
import type { Scope } from './scope.js'

/** All that has to be so together. */
export type Alternative = readonly (Claim | Fact)[]

export const having = (name: string): Fact => ({ is: 'having', name })
export const lacking = (name: string, scope: Scope): Fact => ({ is: 'member', name, claim: claim(false, scope) })

export const typesOf = ({ type }: SchemaObject): readonly string[] => (type === undefined ? [] : [type].flat())

export const isTuple = (items: SchemaObject['items']): items is readonly Schema[] => Array.isArray(items)

/** Of numbers the known formats are ranges of integers. */
export const integerRange = (format: string) =>
  formatOf(format)?.type === 'number'
    ? format === 'int32'
      ? { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }
      : { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }
    : undefined
