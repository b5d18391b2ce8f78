import type { Alternative } from './alternative.js'
import { aspectsOf } from './aspects.js'
import { type Claim, claim, plain } from './claim.js'
import type { Fact, ValueType } from './fact.js'
import { whenNot } from './when-not.js'
import { whenSo } from './when-so.js'

export const isFact = (item: Claim | Fact): item is Fact => 'is' in item

/**
 * What a claim means for a value of a type: one of the alternatives. No alternative: it cannot be so. One that is
 * empty: it is so anyway.
 */
export function decompose(given: Claim, type: ValueType): readonly Alternative[] {
  const { schema, scope, holds } = plain(given)
  if (typeof schema === 'boolean') return schema === holds ? [[]] : []
  const aspects = aspectsOf(schema, type)
  const [only] = aspects
  if (!holds) return aspects.flatMap((aspect) => whenNot(aspect, type, scope))
  if (only !== undefined && aspects.length === 1) return whenSo(only, type, scope)
  return [aspects.map((aspect) => claim(aspect.schema, scope))]
}
