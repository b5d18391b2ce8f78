import {
  type Contract,
  referenceIn,
  type Schema,
  type SchemaMap,
  type SchemaObject,
  type SchemaType,
} from '@tidings/contract'

/** What a schema comes to, with its references and `allOf` followed. What only one of several says is left out. */
export type Facets = SchemaObject

export type FacetsOf = (schema: Schema) => Facets

/** Looks through references and `allOf`. A reference that leads back to itself ends there. */
export function createFacets({ schemas }: Pick<Contract, 'schemas'>): FacetsOf {
  const named = new Map(schemas.map(({ name, schema }) => [name, schema]))
  const known = new WeakMap<SchemaObject, Facets>()
  const read = (schema: Schema, open: ReadonlySet<Schema>): Facets => {
    if (typeof schema === 'boolean' || open.has(schema)) return {}
    const earlier = known.get(schema)
    if (earlier !== undefined) return earlier
    const within = new Set([...open, schema])
    const name = referenceIn(schema)
    const facets =
      name === undefined
        ? (schema.allOf ?? []).reduce<Facets>((merged, part) => merge(merged, read(part, within)), schema)
        : read(named.get(name) ?? true, within)
    // inside a circle the outcome depends on where it was entered
    if (open.size === 0) known.set(schema, facets)
    return facets
  }
  return (schema) => read(schema, new Set())
}

/** The first says it where both do; properties and required names add up. */
export function merge(one: Facets, other: Facets): Facets {
  const properties: SchemaMap | undefined =
    one.properties === undefined || other.properties === undefined
      ? (one.properties ?? other.properties)
      : { ...other.properties, ...one.properties }
  const required = [...(one.required ?? []), ...(other.required ?? [])]
  return {
    ...other,
    ...one,
    ...(properties === undefined ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  }
}

/** The types that it names; none where it names none. */
export function typesOf({ type }: Facets): readonly SchemaType[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type
}

/** Whether it is this type, perhaps or null, and no other. */
export function isOfType(facets: Facets, wanted: SchemaType): boolean {
  const types = typesOf(facets).filter((type) => type !== 'null')
  return types.length === 1 && types[0] === wanted
}

/** Whether it says what it says here, and not by a reference. */
export const isInline = (schema: Schema): schema is SchemaObject =>
  typeof schema === 'object' && referenceIn(schema) === undefined
