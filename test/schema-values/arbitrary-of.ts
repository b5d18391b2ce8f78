import type { Json, Schema, SchemaObject, SchemaType } from '@tidings/contract'
import fc from 'fast-check'
import { createJudge, type Schemas } from './judge.js'
import { stringOf } from './string-of.js'

/**
 * Valid values of a schema: candidates that follow its keywords, of which plain Ajv keeps the valid ones. `undefined`
 * where none of a hundred candidates was valid.
 */
export function arbitraryOf(schema: Schema, schemas: Schemas = {}): fc.Arbitrary<Json> | undefined {
  const isValid = createJudge(schema, schemas)
  const candidates = candidatesOf(schema, { schemas, depth: 0 })
  const tried = fc.sample(candidates, { numRuns: 100, seed: 7 })
  const valid = tried.filter(isValid)
  if (valid.length === 0) return undefined
  return valid.length < tried.length / 20 ? fc.constantFrom(...valid) : candidates.filter(isValid)
}

interface Around {
  readonly schemas: Schemas
  readonly depth: number
}

/** Values that are likely to be valid. */
function candidatesOf(schema: Schema, around: Around): fc.Arbitrary<Json> {
  if (schema === true) return anything
  if (schema === false || around.depth > 12) return fc.constant(null)
  if (schema.$ref !== undefined) {
    const name = decodeURIComponent(schema.$ref.slice('#/schemas/'.length)).replaceAll('~1', '/').replaceAll('~0', '~')
    // Not before it is needed: schemas may be recursive.
    return fc.constant(null).chain(() => candidatesOf(around.schemas[name] ?? true, deeper(around)))
  }
  if (schema.const !== undefined) return fc.constant(plain(schema.const))
  if (schema.enum !== undefined && schema.enum.length > 0) return fc.constantFrom(...schema.enum.map(plain))
  const parts = [
    ...(saysKinds(schema) ? [byKind(schema, around)] : []),
    ...(schema.allOf ?? []).map((part) => candidatesOf(part, around)),
    ...[schema.anyOf, schema.oneOf].flatMap((some) =>
      some?.length ? [fc.oneof(...some.map((part) => candidatesOf(part, around)))] : [],
    ),
    ...(schema.if === undefined
      ? []
      : [fc.oneof(both([schema.if, schema.then ?? true], around), candidatesOf(schema.else ?? true, around))]),
  ]
  return parts.length === 0 ? anything : fc.tuple(...parts).map((values) => values.reduce(merged))
}

const both = (schemas: readonly Schema[], around: Around) =>
  fc.tuple(...schemas.map((schema) => candidatesOf(schema, around))).map((values) => values.reduce(merged))

const deeper = (around: Around): Around => ({ ...around, depth: around.depth + 1 })

const anything: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  ...[null, true, false, 0, 1, -1.5, 'text', '', [], {}, ['text', 1], { a: 'text' }, { 'x-a': [{}] }],
)

const byKeyword: readonly (readonly [SchemaType, readonly string[]])[] = [
  [
    'object',
    [
      'properties',
      'required',
      'patternProperties',
      'additionalProperties',
      'dependencies',
      'propertyNames',
      'minProperties',
      'maxProperties',
    ],
  ],
  ['array', ['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
]

const impliedTypes = (schema: SchemaObject): SchemaType[] =>
  byKeyword.flatMap(([type, keywords]) => (keywords.some((keyword) => Object.hasOwn(schema, keyword)) ? [type] : []))

const saysKinds = (schema: SchemaObject) => schema.type !== undefined || impliedTypes(schema).length > 0

function byKind(schema: SchemaObject, around: Around): fc.Arbitrary<Json> {
  const types = schema.type === undefined ? impliedTypes(schema) : ([schema.type].flat() as SchemaType[])
  // Deep down, the kind that ends soonest.
  const chosen = around.depth > 4 && types.includes('null') ? (['null'] as const) : types
  return fc.oneof(...chosen.map((type) => ofType(type, schema, around)))
}

function ofType(type: SchemaType, schema: SchemaObject, around: Around): fc.Arbitrary<Json> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'string':
      return stringOf(schema)
    case 'array':
      return listOf(schema, around)
    case 'object':
      return objectOf(schema, around)
    default:
      return numberOf(schema, type === 'integer')
  }
}

function numberOf(schema: SchemaObject, whole: boolean): fc.Arbitrary<number> {
  const { multipleOf } = schema
  const least =
    schema.minimum ?? (schema.exclusiveMinimum === undefined ? undefined : schema.exclusiveMinimum + (whole ? 1 : 1e-3))
  const most =
    schema.maximum ?? (schema.exclusiveMaximum === undefined ? undefined : schema.exclusiveMaximum - (whole ? 1 : 1e-3))
  const from = Math.max(least ?? (most ?? 1000) - 2000, -(2 ** 31))
  const to = Math.max(from, Math.min(most ?? from + 2000, 2 ** 31 - 1))
  const integers = fc.integer({ min: Math.ceil(from), max: Math.max(Math.ceil(from), Math.floor(to)) })
  if (multipleOf !== undefined)
    return integers.map((value) => Math.ceil(from / multipleOf + (value % 50)) * multipleOf || 0)
  return whole
    ? integers
    : fc.oneof(
        integers,
        fc.double({ min: from, max: to, noNaN: true }).map((value) => value || 0),
      )
}

function listOf(schema: SchemaObject, around: Around): fc.Arbitrary<Json> {
  const { items = true, additionalItems = true, minItems = 0, maxItems = 1000, contains } = schema
  const most = Math.max(minItems, Math.min(maxItems, minItems + (around.depth > 3 ? 0 : 3)))
  const inner = deeper(around)
  const base = isSchemas(items)
    ? fc
        .integer({ min: minItems, max: Math.max(minItems, Math.min(maxItems, items.length + 2)) })
        .chain((length) =>
          fc.tuple(...Array.from({ length }, (_, at) => candidatesOf(items[at] ?? additionalItems, inner))),
        )
    : fc.array(candidatesOf(items, inner), { minLength: minItems, maxLength: most })
  const unique = schema.uniqueItems
    ? base.map((values) => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()])
    : base
  return contains === undefined
    ? unique
    : fc.tuple(unique, candidatesOf(contains, inner)).map(([values, one]) => [...values, one])
}

const isSchemas = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items)

function objectOf(schema: SchemaObject, around: Around): fc.Arbitrary<Json> {
  const inner = deeper(around)
  const { properties = {}, required = [], patternProperties = {}, additionalProperties = true } = schema
  const names = [...new Set([...Object.keys(properties), ...required])]
  const schemaFor = (name: string): Schema =>
    Object.hasOwn(properties, name)
      ? (properties[name] ?? true)
      : (Object.entries(patternProperties).find(([pattern]) => isMatch(pattern, name))?.[1] ?? additionalProperties)
  const declared = names.map((name) => {
    const member = candidatesOf(schemaFor(name), inner).map((value) => [[name, value]] as const)
    if (required.includes(name)) return member
    return around.depth > 3 ? fc.constant([]) : fc.oneof(member, fc.constant([]))
  })
  const extras = Object.entries(patternProperties).map(([pattern, part]) =>
    fc.array(fc.tuple(stringOf({ pattern }), candidatesOf(part, inner)), { maxLength: 2 }),
  )
  const others = fc.constantFrom('extra', 'x-extra', '1', 'a', 'b', 'name', 'kind', 'length')
  const added =
    additionalProperties === false || around.depth > 3
      ? fc.constant([])
      : fc.array(
          others.chain((name) => fc.tuple(fc.constant(name), candidatesOf(additionalProperties, inner))),
          { maxLength: 2 },
        )
  return fc
    .tuple(fc.oneof(added, fc.constant([])), ...extras, ...declared)
    .map((entries) => Object.fromEntries(entries.flat() as (readonly [string, Json])[]) as Json)
}

function isMatch(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}

/** Objects of a contract have no prototype, and Ajv takes them for others than those of `JSON.parse`. */
const plain = (json: Json): Json => JSON.parse(JSON.stringify(json))

/** Objects are put together, of anything else the later counts. */
function merged(one: Json, other: Json): Json {
  if (!isObject(one) || !isObject(other)) return other
  return Object.fromEntries([...Object.entries(one), ...Object.entries(other)])
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
