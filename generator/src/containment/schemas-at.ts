import type { Json, Schema } from '@tidings/contract'
import { isTuple } from './alternative.js'
import type { Step } from './break.js'
import { compiled, fits, rulingSchemas } from './fits.js'
import { partOf } from './place.js'
import { identityOf, type Located, resolve } from './scope.js'

/** The schemas that say something of the part of a value that stands at the end of the keys, the outermost first. */
export function schemasOfPart(root: Located, value: Json, keys: readonly (string | number)[]): readonly Located[] {
  const [key, ...others] = keys
  const all = applying(root, value)
  if (key === undefined) return all
  const part = partOf(value, key)
  if (part === undefined) return []
  return all.flatMap(({ schema, scope }) =>
    declaredAt(schema, key).flatMap((inner) => schemasOfPart({ schema: inner, scope }, part, others)),
  )
}

/** A schema and those inside it that apply to the value itself. */
function applying(given: Located, value: Json, seen = new Set<string>()): readonly Located[] {
  const located = resolve(given)
  const { schema, scope } = located
  const name = identityOf(located)
  if (seen.has(name)) return []
  seen.add(name)
  if (typeof schema === 'boolean') return [located]
  const isTrue = (inner: Schema) => fits(value, { schema: inner, scope })
  const branch = schema.if === undefined ? undefined : isTrue(schema.if) ? schema.then : schema.else
  const inner = [
    ...(schema.allOf ?? []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(isTrue),
    ...(branch === undefined ? [] : [branch]),
  ]
  return [located, ...inner.flatMap((one) => applying({ schema: one, scope }, value, seen))]
}

function declaredAt(schema: Schema, key: string | number): readonly Schema[] {
  if (typeof schema === 'boolean') return []
  if (typeof key === 'string') return rulingSchemas(key, schema)
  const { items, additionalItems } = schema
  const ruling = isTuple(items) ? (key < items.length ? items[key] : additionalItems) : items
  return ruling === undefined ? [] : [ruling]
}

/** Whether one of the schemas says something of a property of that name. */
export const isDeclared = (name: string, schemas: readonly Located[]): boolean =>
  schemas.some(
    ({ schema }) => typeof schema === 'object' && rulingSchemas(name, schema).some((inner) => inner !== true),
  )

const mostSchemas = 500

/** All schemas that may say something of what stands at the end of a path, whatever the value. */
export function schemasAlong(root: Located, path: readonly Step[]): readonly Located[] {
  const seen = new Set<string>()
  const walk = (given: Located, at: number): readonly Located[] => {
    const located = resolve(given)
    const { schema, scope } = located
    if (typeof schema === 'boolean' || seen.size > mostSchemas) return []
    const step = path[at]
    const name = `${at} ${identityOf(located)}`
    if (seen.has(name)) return []
    seen.add(name)
    const same = [schema.allOf, schema.anyOf, schema.oneOf, schema.then, schema.else].flatMap((one) => one ?? [])
    const within = step === undefined ? [] : stepInto(schema, step)
    return [
      ...(step === undefined ? [located] : []),
      ...same.flatMap((inner) => walk({ schema: inner as Schema, scope }, at)),
      ...within.flatMap((inner) => walk({ schema: inner, scope }, at + 1)),
    ]
  }
  return walk(root, 0)
}

function stepInto(schema: Exclude<Schema, boolean>, step: Step): readonly Schema[] {
  const { properties = {}, patternProperties = {}, additionalProperties, items, additionalItems } = schema
  if ('property' in step) return rulingSchemas(step.property, schema)
  if ('index' in step) return declaredAt(schema, step.index)
  if ('anyItem' in step) return [items, additionalItems].flatMap((one) => (one as Schema | readonly Schema[]) ?? [])
  const matching = Object.entries(properties).filter(
    ([name]) => step.pattern === undefined || compiled(step.pattern)?.test(name),
  )
  return [
    ...matching.map(([, inner]) => inner),
    ...Object.values(patternProperties),
    ...(additionalProperties === undefined ? [] : [additionalProperties]),
  ]
}
