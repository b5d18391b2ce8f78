import {
  type Contract,
  type ContractEvent,
  type NamedSchema,
  referenceIn,
  type Schema,
  type SchemaObject,
} from '@tidings/contract'
import { type Facets, type FacetsOf, merge } from './schema-facets.js'

/** A schema where it stands in the contract, once, however many events use it. */
export interface SchemaSite {
  readonly schema: Schema
  /** What it comes to, together with what stands around a `oneOf` or `anyOf` that it belongs to. */
  readonly facets: Facets
  /** The property that it is the schema of, or whose items it is the schema of. */
  readonly property?: string
  /** The object that has that property. */
  readonly holder?: Facets
  /** In words: `OrderConfirmed.total.amount`, or `Money.amount` where a named schema holds it. */
  readonly path: string
  /** Those that use it, in the order of their ids. */
  readonly events: readonly ContractEvent[]
  readonly part: 'payload' | 'headers'
  /** The site around it; none for the whole payload, the whole headers and a named schema. */
  readonly around?: SchemaSite
  /** What holds the outermost site. */
  readonly root: ContractEvent | NamedSchema
}

/** Each schema of the contract that says what events look like. What stands in `not` and `if` does not. */
export function walkSchemas(contract: Contract, facetsOf: FacetsOf): readonly SchemaSite[] {
  const sites: SchemaSite[] = []
  const users = usersOfNamed(contract)

  const visit = (site: SchemaSite): void => {
    sites.push(site)
    const { schema, facets } = site
    if (typeof schema === 'boolean' || referenceIn(schema) !== undefined) return
    const inside = (inner: Schema, more: Partial<SchemaSite>) => {
      const { holder, property, ...same } = site
      visit({ ...same, schema: inner, facets: facetsOf(inner), around: site, ...more })
    }
    const { property, holder } = site
    const same = { ...(property === undefined ? {} : { property }), ...(holder === undefined ? {} : { holder }) }
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      inside(inner, { property: name, holder: facets, path: `${site.path}.${name}` })
    }
    for (const inner of Object.values(schema.patternProperties ?? {})) inside(inner, { path: `${site.path}.*` })
    const { additionalProperties, items, additionalItems } = schema
    if (typeof additionalProperties === 'object') inside(additionalProperties, { path: `${site.path}.*` })
    for (const inner of items === undefined ? [] : listOf(items)) inside(inner, { ...same, path: `${site.path}[]` })
    if (typeof additionalItems === 'object') inside(additionalItems, { path: `${site.path}[]` })
    for (const inner of schema.allOf ?? []) inside(inner, {})
    const { oneOf: _, anyOf: __, ...outer } = facets
    for (const inner of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
      inside(inner, { ...same, facets: merge(facetsOf(inner), outer) })
    }
    for (const inner of [schema.then, schema.else]) if (inner !== undefined) inside(inner, {})
    for (const inner of Object.values(schema.dependencies ?? {})) if (isSchema(inner)) inside(inner, {})
  }

  for (const event of contract.events) {
    for (const part of ['payload', 'headers'] as const) {
      const schema = event[part]
      if (schema === undefined) continue
      visit({ schema, facets: facetsOf(schema), path: event.id, events: [event], part, root: event })
    }
  }
  for (const named of contract.schemas) {
    const { events, part } = users.get(named.name) ?? { events: [], part: 'payload' as const }
    visit({ schema: named.schema, facets: facetsOf(named.schema), path: named.name, events, part, root: named })
  }
  return sites
}

interface Users {
  readonly events: ContractEvent[]
  /** Headers, where nothing but headers uses it. */
  part: 'payload' | 'headers'
}

/** The events that use each named schema, directly or through others. */
function usersOfNamed({ events, schemas }: Contract): Map<string, Users> {
  const named = new Map(schemas.map(({ name, schema }) => [name, namesIn(schema)]))
  const users = new Map<string, Users>()
  for (const event of events) {
    for (const part of ['payload', 'headers'] as const) {
      const waiting = [...namesIn(event[part] ?? true)]
      const seen = new Set<string>()
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        if (seen.has(name)) continue
        seen.add(name)
        const known = users.get(name) ?? { events: [], part }
        users.set(name, known)
        if (known.events.at(-1) !== event) known.events.push(event)
        if (part === 'payload') known.part = 'payload'
        waiting.push(...(named.get(name) ?? []))
      }
    }
  }
  return users
}

/** The names that a schema refers to, wherever inside it. */
function namesIn(schema: Schema): Set<string> {
  const names = new Set<string>()
  const waiting: unknown[] = [schema]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const name = Array.isArray(value) ? undefined : referenceOf(value as SchemaObject)
    if (name === undefined) waiting.push(...Object.values(value))
    else names.add(name)
  }
  return names
}

const referenceOf = (value: SchemaObject): string | undefined =>
  typeof value.$ref === 'string' && value.$ref.startsWith('#/schemas/') ? referenceIn(value) : undefined

const listOf = (items: Schema | readonly Schema[]): readonly Schema[] =>
  Array.isArray(items) ? items : [items as Schema]

const isSchema = (value: Schema | readonly string[]): value is Schema => !Array.isArray(value)
