import { type Json, referencedSchema, type Schema, type SchemaObject } from '@tidings/contract'
import type { SchemaOf } from '../schema/unwind.js'

/** The kinds of JSON value that a type can tell apart. */
export type JsonKind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

export const everyKind: readonly JsonKind[] = ['string', 'number', 'boolean', 'array', 'object', 'null']

export function kindOf(value: Json): JsonKind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value as 'boolean' | 'number' | 'string' | 'object'
}

/**
 * The kinds that the type of a schema has. A schema that says nothing of kinds, but has keywords that speak of
 * some, means these: `properties` without `type` means an object (see {@link impliedKinds}).
 */
export function kindsOf(
  schema: Schema,
  schemaOf: SchemaOf,
  seen: ReadonlySet<string> = new Set(),
): readonly JsonKind[] {
  const stated = statedKinds(schema, schemaOf, seen)
  if (typeof schema === 'boolean' || stated.length < everyKind.length) return stated
  const implied = impliedKinds(schema)
  return implied.length > 0 ? implied : stated
}

/** The kinds that a schema allows in so many words. */
export function statedKinds(
  schema: Schema,
  schemaOf: SchemaOf,
  seen: ReadonlySet<string> = new Set(),
): readonly JsonKind[] {
  if (schema === true) return everyKind
  if (schema === false) return []
  if (schema.$ref !== undefined) {
    const name = referencedSchema(schema.$ref)
    return seen.has(name) ? everyKind : kindsOf(schemaOf(name) ?? true, schemaOf, new Set([...seen, name]))
  }
  const statedBy = (part: Schema) => statedKinds(part, schemaOf, seen)
  const statements: (readonly JsonKind[])[] = [
    ...(schema.allOf ?? []).map(statedBy),
    ...[schema.anyOf, schema.oneOf].flatMap((parts) => (parts ? [parts.flatMap(statedBy)] : [])),
  ]
  if (schema.type !== undefined) statements.push(typeKinds(schema))
  if (schema.enum !== undefined) statements.push(schema.enum.map(kindOf))
  if (schema.const !== undefined) statements.push([kindOf(schema.const)])
  return everyKind.filter((kind) => statements.every((kinds) => kinds.includes(kind)))
}

const typeKinds = ({ type = [] }: SchemaObject): readonly JsonKind[] =>
  [type].flat().map((name) => (name === 'integer' ? 'number' : name) as JsonKind)

/** Formats that speak of numbers; all others speak of strings. */
export const isNumericFormat = (format: string): boolean => ['int32', 'int64', 'float', 'double'].includes(format)

/** The keywords that assert something of one kind alone. `format` is one more, see {@link isNumericFormat}. */
export const keywordsOf = {
  number: ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
  string: ['maxLength', 'minLength', 'pattern'],
  array: ['items', 'additionalItems', 'maxItems', 'minItems', 'uniqueItems', 'contains'],
  object: [
    'maxProperties',
    'minProperties',
    'required',
    'properties',
    'patternProperties',
    'additionalProperties',
    'dependencies',
    'propertyNames',
  ],
} as const satisfies Partial<Record<JsonKind, readonly (keyof SchemaObject)[]>>

/** The kinds that the keywords of a schema speak of. */
export function impliedKinds(schema: SchemaObject): readonly JsonKind[] {
  return everyKind.filter((kind) => {
    if (kind !== 'null' && kind !== 'boolean' && keywordsOf[kind].some((keyword) => schema[keyword] !== undefined))
      return true
    if (schema.format === undefined) return false
    return kind === (isNumericFormat(schema.format) ? 'number' : 'string')
  })
}
