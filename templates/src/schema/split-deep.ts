import { type Schema, type SchemaMap, type SchemaObject, schemaReference } from '@tidings/contract'

/** Compilers read types by recursion: TypeScript 5 to 6 give up between 200 and 500 levels. */
const deepest = 40

/** A piece of a deep schema. */
export interface SchemaPart {
  /** No schema of a contract is named like it. */
  readonly name: string
  readonly schema: Schema
  /** From the whole schema to this part. */
  readonly pointer: string
}

/**
 * A schema in parts that are not deep: the first is the whole, with references to the others in the place of what is
 * nested too deep. Nearly always there is but one.
 */
export function splitDeep(schema: Schema): readonly [SchemaPart, ...SchemaPart[]] {
  const first = { name: nameOf(0), schema, pointer: '' }
  const waiting: SchemaPart[] = [first]
  const parts: SchemaPart[] = []
  let count = 1
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const cut = (inner: Schema, pointer: string): Schema => {
      const name = nameOf(count++)
      waiting.push({ name, schema: inner, pointer })
      return { $ref: schemaReference(name) }
    }
    parts.push({ ...part, schema: shallow(part.schema, part.pointer, 0, cut) })
  }
  const [whole = first, ...others] = parts
  return [whole, ...others]
}

const nameOf = (index: number) => `\u0000${index}`

type Cut = (inner: Schema, pointer: string) => Schema

function shallow(schema: Schema, pointer: string, depth: number, cut: Cut): Schema {
  if (typeof schema === 'boolean' || schema.$ref !== undefined) return schema
  if (depth === deepest && holdsSchemas(schema)) return cut(schema, pointer)
  const at = (inner: Schema, ...tokens: readonly (string | number)[]) =>
    shallow(inner, pointer + tokens.map(token).join(''), depth + 1, cut)
  const copy: Record<string, unknown> = { ...schema }
  for (const keyword of single) {
    const inner = schema[keyword]
    if (inner !== undefined)
      copy[keyword] = isList(inner) ? inner.map((one, index) => at(one, keyword, index)) : at(inner, keyword)
  }
  for (const keyword of lists) {
    const inner = schema[keyword]
    if (inner !== undefined) copy[keyword] = inner.map((one, index) => at(one, keyword, index))
  }
  for (const keyword of maps) {
    const inner: SchemaMap | SchemaObject['dependencies'] = schema[keyword]
    if (inner === undefined) continue
    const entries = Object.entries(inner).map(([name, one]) => [name, isList(one) ? one : at(one, keyword, name)])
    copy[keyword] = Object.fromEntries(entries)
  }
  return copy as SchemaObject
}

const single = [
  'items',
  'additionalItems',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
] as const
const lists = ['allOf', 'anyOf', 'oneOf'] as const
const maps = ['properties', 'patternProperties', 'dependencies'] as const

const holdsSchemas = (schema: SchemaObject) =>
  [...single, ...lists, ...maps].some((keyword) => schema[keyword] !== undefined)

const isList = <Item>(value: Schema | readonly Item[]): value is readonly Item[] => Array.isArray(value)
const token = (name: string | number) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
