import type { Json, Schema } from '@tidings/contract'
import fc from 'fast-check'
import type { Case } from './judgements.js'

const names = fc.constantFrom('a', 'b', 'x-1', 'kind')
const kinds = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string', 'integer')
const values = fc.constantFrom<Json>(null, true, false, 0, 1, 1.5, 'a', 'b', [], {}, ['a'], { a: 1 })
const patterns = fc.constantFrom('^x-', '^[a-z]$', '1$', '^.*$')
const leaves = fc.constantFrom<Schema>(
  ...[true, false],
  ...([
    { type: 'string' },
    { type: 'number' },
    { type: 'object' },
    { const: 'a' },
    { enum: ['a', 'b', null] },
  ] as const),
  ...[{ $ref: '#/schemas/s0' }, { $ref: '#/schemas/s1' }],
)

/** One in so many schemas has it. */
const oneIn = <Value>(count: number, arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: count, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const dictionary = <Value>(keys: fc.Arbitrary<string>, members: fc.Arbitrary<Value>) =>
  fc.dictionary(keys, members, { maxKeys: 3, noNullPrototype: true })

const defined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Schema

/** Any schema that combines the keywords that a type can say something of. */
const schemas = fc.letrec<{ schema: Schema }>((tie) => {
  const inner = tie('schema')
  const some = fc.array(inner, { minLength: 1, maxLength: 3 })
  const record = fc.record({
    type: oneIn(1, fc.oneof(fc.constantFrom('object', 'array'), fc.uniqueArray(kinds, { minLength: 1, maxLength: 3 }))),
    enum: oneIn(15, fc.array(values, { minLength: 1, maxLength: 4 })),
    const: oneIn(15, values),
    minimum: oneIn(15, fc.nat(2)),
    minLength: oneIn(15, fc.constant(1)),
    items: oneIn(3, fc.oneof(inner, fc.array(inner, { maxLength: 2 }))),
    additionalItems: oneIn(6, inner),
    minItems: oneIn(6, fc.nat(2)),
    maxItems: oneIn(6, fc.nat(3)),
    required: oneIn(2, fc.uniqueArray(names, { maxLength: 2 })),
    properties: oneIn(1, dictionary(names, inner)),
    patternProperties: oneIn(6, dictionary(patterns, inner)),
    additionalProperties: oneIn(3, inner),
    dependencies: oneIn(10, dictionary(names, fc.oneof(inner, fc.uniqueArray(names, { maxLength: 2 })))),
    allOf: oneIn(6, some),
    anyOf: oneIn(6, some),
    oneOf: oneIn(6, some),
    not: oneIn(10, inner),
    if: oneIn(12, inner),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: oneIn(12, inner),
    else: oneIn(12, inner),
  })
  const schema = fc.oneof({ maxDepth: 3, depthIdentifier: 'schema' }, leaves, record.map(defined))
  return { schema }
}).schema

/** Contracts of four schemas each, which may refer to the first two. */
export function randomCases(count: number, seed: number): readonly Case[] {
  const contracts = fc.sample(fc.array(schemas, { minLength: 4, maxLength: 4 }), { numRuns: count, seed })
  return contracts.map((contract, at) => ({
    title: `random ${at}`,
    schemas: Object.fromEntries(
      contract.map((schema, index) => [`s${index}`, JSON.parse(JSON.stringify(schema)) as Schema]),
    ),
  }))
}
