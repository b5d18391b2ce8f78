import { type NamedSchema, referenceIn, type Schema } from '@tidings/contract'
import type { Path, Step } from '../containment/break.js'

/** The innermost schema on the way to a place in a value, as far as plain keywords lead there. */
export function schemaAt(schema: Schema, path: Path, schemas: readonly NamedSchema[]): Schema {
  const byName = new Map(schemas.map(({ name, schema }) => [name, schema]))
  let at = schema
  for (const step of path) {
    const inner = enter(at, step, byName, new Set())
    if (inner === undefined) break
    at = inner
  }
  return at
}

function enter(
  schema: Schema,
  step: Step,
  byName: ReadonlyMap<string, Schema>,
  seen: ReadonlySet<Schema>,
): Schema | undefined {
  if (typeof schema === 'boolean' || seen.has(schema)) return undefined
  const within = new Set([...seen, schema])
  const reference = byName.get(referenceIn(schema) ?? '')
  if (reference !== undefined) return enter(reference, step, byName, within)
  const { properties, items, allOf = [], anyOf = [], oneOf = [] } = schema
  if ('property' in step && properties !== undefined && Object.hasOwn(properties, step.property)) {
    return properties[step.property]
  }
  if ('anyItem' in step && items !== undefined && !Array.isArray(items)) return items as Schema
  const parts = [...allOf, ...anyOf, ...oneOf].map((part) => enter(part, step, byName, within))
  return parts.find((part) => part !== undefined)
}
