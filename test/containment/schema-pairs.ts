import type { Json, Schema, SchemaObject } from '@tidings/contract'
import fc from 'fast-check'

/** Two schemas to be compared, and what their references lead to on either side. */
export interface SchemaPair {
  readonly from: Schema
  readonly to: Schema
  readonly fromSchemas: Readonly<Record<string, Schema>>
  readonly toSchemas: Readonly<Record<string, Schema>>
}

const names = fc.constantFrom('a', 'b', 'x-1', 'kind')
const kinds = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string', 'integer')
const constants = fc.constantFrom<Json>(null, true, 0, 1, 2, 1.5, 'a', 'b', 'bb', [], {}, ['a'], { a: 1 })
const patterns = fc.constantFrom('^x-', '^[a-z]$', '[0-9]', '^[ab]+$', '^.{2,3}$')
const formats = fc.constantFrom('uuid', 'date', 'date-time', 'ipv4', 'hostname', 'uri', 'int32', 'other')

const oneIn = <Value>(count: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: count, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const dictionary = <Value>(keys: fc.Arbitrary<string>, members: fc.Arbitrary<Value>) =>
  fc.dictionary(keys, members, { maxKeys: 3, noNullPrototype: true })

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

const leaves = fc.constantFrom<Schema>(
  ...[true, false],
  ...([{ type: 'string' }, { type: 'number' }, { type: 'integer', minimum: 0 }, { type: 'object' }] as const),
  ...([{ const: 'a' }, { const: 'b' }, { enum: ['a', 'b', null] }, { type: ['string', 'null'] }] as const),
  ...[{ $ref: '#/schemas/s0' }, { $ref: '#/schemas/s1' }],
)

/** Small schemas of few words, so that two of them often have to do with each other. */
export const schemas: fc.Arbitrary<Schema> = fc.letrec<{ schema: Schema }>((tie) => {
  const inner = tie('schema')
  const some = fc.array(inner, { minLength: 1, maxLength: 3 })
  const objectKeywords = fc.record({
    type: oneIn(1, fc.constant('object')),
    required: oneIn(1, fc.uniqueArray(names, { maxLength: 2 })),
    properties: oneIn(1, dictionary(names, inner)),
    patternProperties: oneIn(8, dictionary(patterns, inner)),
    additionalProperties: oneIn(2, inner),
    propertyNames: oneIn(
      12,
      fc.oneof(
        inner,
        patterns.map((pattern) => ({ pattern })),
      ),
    ),
    dependencies: oneIn(8, dictionary(names, fc.oneof(inner, fc.uniqueArray(names, { maxLength: 2 })))),
    minProperties: oneIn(8, fc.nat(2)),
    maxProperties: oneIn(8, fc.nat(3)),
  })
  const listKeywords = fc.record({
    type: oneIn(1, fc.constant('array')),
    items: oneIn(1, fc.oneof(inner, fc.array(inner, { maxLength: 2 }))),
    additionalItems: oneIn(3, inner),
    contains: oneIn(4, inner),
    minItems: oneIn(3, fc.nat(2)),
    maxItems: oneIn(3, fc.nat(3)),
    uniqueItems: oneIn(4, fc.boolean()),
  })
  const numberKeywords = fc.record({
    type: oneIn(1, fc.constantFrom('number', 'integer')),
    minimum: oneIn(1, fc.constantFrom(-1, 0, 0.5, 1)),
    maximum: oneIn(2, fc.constantFrom(1, 2, 10)),
    exclusiveMinimum: oneIn(3, fc.constantFrom(-1, 0, 1)),
    exclusiveMaximum: oneIn(3, fc.constantFrom(1, 2)),
    multipleOf: oneIn(2, fc.constantFrom(0.1, 0.01, 0.5, 1, 2, 3)),
    format: oneIn(4, formats),
  })
  const stringKeywords = fc.record({
    type: oneIn(1, fc.constant('string')),
    minLength: oneIn(2, fc.nat(3)),
    maxLength: oneIn(2, fc.constantFrom(0, 1, 2, 10, 36)),
    pattern: oneIn(1, patterns),
    format: oneIn(2, formats),
  })
  const anyKeywords = fc.record({
    type: oneIn(1, fc.oneof(kinds, fc.uniqueArray(kinds, { minLength: 1, maxLength: 3 }))),
    enum: oneIn(3, fc.array(constants, { minLength: 1, maxLength: 4 })),
    const: oneIn(8, constants),
    allOf: oneIn(4, some),
    anyOf: oneIn(3, some),
    oneOf: oneIn(3, some),
    not: oneIn(5, inner),
    if: oneIn(6, inner),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: oneIn(6, inner),
    else: oneIn(8, inner),
  })
  const records = fc.oneof(
    { weight: 4, arbitrary: objectKeywords },
    { weight: 2, arbitrary: listKeywords },
    { weight: 1, arbitrary: numberKeywords },
    { weight: 1, arbitrary: stringKeywords },
    { weight: 3, arbitrary: anyKeywords },
    {
      weight: 1,
      arbitrary: fc.tuple(objectKeywords, anyKeywords).map(([one, other]) => ({ ...other, ...one })),
    },
  )
  const schema = fc.oneof(
    { maxDepth: 4, depthIdentifier: 'schema' },
    { weight: 1, arbitrary: leaves },
    { weight: 3, arbitrary: records.map((record) => plain(record) as Schema) },
  )
  return { schema }
}).schema

/** A copy with one thing changed somewhere: what a contract's author does. */
function mutated(schema: Schema, random: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> {
  return fc.tuple(fc.nat(1_000), random, fc.nat(3)).map(([place, other, how]) => {
    const spots = spotsIn(schema)
    const spot = spots[place % spots.length] ?? []
    return changed(schema, spot, (found) => {
      if (typeof found === 'boolean' || typeof other === 'boolean' || how === 0) return other
      // A reference stands alone.
      if (found.$ref !== undefined || other.$ref !== undefined) return other
      if (how === 1) return { ...found, ...other }
      const keys = Object.keys(found)
      const gone = keys[place % Math.max(1, keys.length)]
      const rest = Object.fromEntries(Object.entries(found).filter(([key]) => key !== gone))
      return how === 2 ? rest : ({ ...other, ...found } as SchemaObject)
    })
  })
}

type Spot = readonly string[]

/** Where schemas stand in a schema. */
function spotsIn(schema: Schema): readonly Spot[] {
  if (typeof schema === 'boolean') return [[]]
  const within = (key: string, value: unknown): Spot[] => {
    const isMap = ['properties', 'patternProperties'].includes(key)
    const isList = ['allOf', 'anyOf', 'oneOf'].includes(key)
    const isOne = ['additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'additionalItems'].includes(key)
    if (isOne || (key === 'items' && !Array.isArray(value)))
      return spotsIn(value as Schema).map((spot) => [key, ...spot])
    if (!isMap && !isList && key !== 'items') return []
    return Object.entries(value as object).flatMap(([name, inner]) =>
      spotsIn(inner as Schema).map((spot) => [key, name, ...spot]),
    )
  }
  return [[], ...Object.entries(schema).flatMap(([key, value]) => within(key, value))]
}

function changed(value: Schema, spot: Spot, change: (schema: Schema) => Schema): Schema {
  const copy = plain({ value }) as { value: unknown }
  let holder: object = copy
  let key = 'value'
  for (const next of spot) {
    holder = Reflect.get(holder, key) as object
    key = next
  }
  Reflect.set(holder, key, change(Reflect.get(holder, key) as Schema))
  return copy.value as Schema
}

const named = fc.record({ s0: schemas, s1: schemas })

/** Pairs of which nothing is known before. */
export const schemaPairs: fc.Arbitrary<SchemaPair> = fc.tuple(schemas, named).chain(([from, fromSchemas]) => {
  const toSchemas = fc.oneof(
    { weight: 3, arbitrary: fc.constant(fromSchemas) },
    { weight: 1, arbitrary: mutated(fromSchemas.s0, schemas).map((s0) => ({ ...fromSchemas, s0 })) },
  )
  const to = fc.oneof(
    { weight: 1, arbitrary: schemas },
    { weight: 3, arbitrary: mutated(from, schemas) },
    { weight: 1, arbitrary: mutated(from, schemas).chain((once) => mutated(once, schemas)) },
  )
  return fc.record({ from: fc.constant(from), to, fromSchemas: fc.constant(fromSchemas), toSchemas })
})
