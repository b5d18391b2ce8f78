import { referencedSchema, type Schema, type SchemaObject } from '@tidings/contract'

export type SchemaOf = (name: string) => Schema | undefined

/** A property whose value says which alternative is meant. */
export interface Discriminator {
  readonly property: string
  /** Its values by alternative; no value belongs to two. */
  readonly tags: readonly (readonly string[])[]
}

/**
 * The property that tells the alternatives apart for certain: each takes objects alone, requires it, and gives it
 * strings that no other has. Then trying the one that the value names is exactly what `oneOf` and `anyOf` mean, is
 * quicker, and what it says of a wrong value is to the point. The document's own `discriminator` only proposes which
 * property to look at first: without such constants it is documentation.
 */
export function discriminatorOf(
  alternatives: readonly Schema[],
  schemaOf: SchemaOf,
  proposed?: string,
): Discriminator | undefined {
  const [first, ...others] = alternatives.map((alternative) => objectOf(alternative, schemaOf))
  if (first === undefined || others.length === 0) return undefined
  const candidates = [...new Set([...(proposed === undefined ? [] : [proposed]), ...(first.required ?? [])])]
  for (const property of candidates) {
    const tags = [first, ...others].map((alternative) => tagsOf(alternative, property, schemaOf))
    const all = tags.flatMap((some) => some ?? [])
    if (new Set(all).size === all.length && tags.every((some) => some !== undefined)) return { property, tags }
  }
  return undefined
}

/** Follows references, as long as they lead on. */
function resolved(schema: Schema | undefined, schemaOf: SchemaOf): Schema | undefined {
  let next = schema
  for (let steps = 0; typeof next === 'object' && next.$ref !== undefined; steps++) {
    if (steps > 32) return undefined
    next = schemaOf(referencedSchema(next.$ref))
  }
  return next
}

function objectOf(schema: Schema, schemaOf: SchemaOf): SchemaObject | undefined {
  const found = resolved(schema, schemaOf)
  return typeof found === 'object' && found.type === 'object' ? found : undefined
}

function tagsOf(schema: SchemaObject | undefined, property: string, schemaOf: SchemaOf): string[] | undefined {
  if (schema?.properties === undefined || !schema.required?.includes(property)) return undefined
  if (!Object.hasOwn(schema.properties, property)) return undefined
  const member = resolved(schema.properties[property], schemaOf)
  if (typeof member !== 'object') return undefined
  const values = member.const === undefined ? member.enum : [member.const]
  return values?.every((value) => typeof value === 'string') ? [...new Set(values as readonly string[])] : undefined
}
