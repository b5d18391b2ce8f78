import type { Json, Schema } from '@tidings/contract'
import { aspectsOf } from './aspects.js'
import { valueTypes } from './fact.js'
import { fits, isOfType } from './fits.js'
import { type Located, resolve } from './scope.js'

/**
 * Which alternative a value that fits none was meant for: the one that refuses it for the fewest reasons. None, where
 * each takes another type of value, or says by a constant that another was meant.
 */
export function nearest(value: Json, alternatives: readonly Located[]): number | undefined {
  const distances = alternatives.map((alternative) => distance(value, alternative))
  const least = Math.min(...distances)
  return least < far ? distances.indexOf(least) : undefined
}

const far = 1_000

function distance(value: Json, given: Located): number {
  const { schema, scope } = resolve(given)
  const type = valueTypes.find((one) => isOfType(value, one))
  if (typeof schema === 'boolean' || type === undefined) return schema ? 0 : far
  const judged = (inner: Schema) => fits(value, { schema: inner, scope })
  const distances = aspectsOf(schema, type).map((aspect) => {
    if (judged(aspect.schema)) return 0
    if (aspect.keyword === 'type') return type === 'number' && [schema.type].flat().includes('integer') ? 1 : far
    if (aspect.keyword === 'const') return far
    if (aspect.keyword === 'allOf')
      return (schema.allOf ?? []).reduce<number>((sum, inner) => sum + distance(value, { schema: inner, scope }), 0)
    return aspect.keyword === 'properties' ? distanceOfMembers(value, given) : 1
  })
  return distances.reduce((sum, one) => sum + one, 0)
}

/** A property whose constant is another tells that the value was meant for another alternative. */
function distanceOfMembers(value: Json, given: Located): number {
  const { schema, scope } = resolve(given)
  if (typeof schema === 'boolean') return 0
  let sum = 1
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (!Object.hasOwn(Object(value), name)) continue
    const member = Reflect.get(Object(value), name) as Json
    const ruling = resolve({ schema: inner, scope })
    if (fits(member, ruling)) continue
    const isTag =
      typeof ruling.schema === 'object' && (ruling.schema.const !== undefined || ruling.schema.enum?.length === 1)
    sum += isTag && schema.required?.includes(name) ? far : 1
  }
  return sum
}
