import { type NamedSchema, type Schema, schemaReference } from '@tidings/contract'
import * as runtime from '@tidings/runtime/sdk/v1'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadOracle } from './fixtures/ajv/load-oracle.js'
import { loadValidators } from './load-validators.js'

const names = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'a/b~', '')
const shared = ['First', 'Second', 'Closed'] as const

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, 1, -1.5, 3, 2 ** 53, 0.07, '', 'a', 'b', 'aa', '😀', '2026-02-29', 'x@y.z'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3 }).map((object) => JSON.parse(JSON.stringify(object))),
  ),
})).value

/** What JSON has not, which machine code may be given all the same. */
const odd = fc.oneof(
  fc.constantFrom(undefined, Number.NaN, Symbol('a'), 1n, Array(2), [undefined], { [Symbol('a')]: 1 }),
  fc.dictionary(names, fc.option(value, { nil: undefined }), { maxKeys: 3 }),
)

/** Every keyword, with what is often written together among what nobody would write. */
const schema = fc.letrec<{ schema: Schema }>((tie) => {
  const inner = tie('schema')
  const rare = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 8, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
  const map = <T>(arbitrary: fc.Arbitrary<T>, maxKeys: number) =>
    fc.dictionary(names, arbitrary, { maxKeys, noNullPrototype: true })
  const list = (maxLength: number) => fc.array(inner, { minLength: 1, maxLength })
  const some = fc.uniqueArray(names, { maxLength: 2 })
  const keywords = fc.record({
    type: rare(fc.oneof(type(), fc.uniqueArray(type(), { minLength: 1, maxLength: 3 }))),
    enum: rare(fc.array(value, { maxLength: 10 })),
    const: rare(value),
    minimum: rare(fc.integer({ min: -2, max: 3 })),
    maximum: rare(fc.integer({ min: -2, max: 3 })),
    exclusiveMinimum: rare(fc.integer({ min: -2, max: 3 })),
    exclusiveMaximum: rare(fc.integer({ min: -2, max: 3 })),
    multipleOf: rare(fc.constantFrom(0.01, 1, 2)),
    minLength: rare(fc.constantFrom(0, 1, 2, 1.5)),
    maxLength: rare(fc.nat(2)),
    pattern: rare(fc.constantFrom('^a', 'b$', '^.$', '^[a-z]\\-?$')),
    format: rare(fc.constantFrom('date', 'email', 'int32', 'password', 'unheard-of')),
    items: rare(fc.oneof(inner, fc.array(inner, { maxLength: 2 }))),
    additionalItems: rare(inner),
    contains: rare(inner),
    minItems: rare(fc.nat(2)),
    maxItems: rare(fc.nat(2)),
    uniqueItems: rare(fc.boolean()),
    required: rare(some),
    properties: rare(map(inner, 3)),
    patternProperties: rare(fc.dictionary(fc.constantFrom('^a', '^b?$'), inner, { maxKeys: 2, noNullPrototype: true })),
    additionalProperties: rare(fc.oneof(fc.constant(false), inner)),
    propertyNames: rare(inner),
    minProperties: rare(fc.nat(2)),
    maxProperties: rare(fc.nat(2)),
    dependencies: rare(map(fc.oneof(inner, some), 2)),
    allOf: rare(list(2)),
    anyOf: rare(list(3)),
    oneOf: rare(fc.oneof(list(3), tagged(inner))),
    not: rare(inner),
    if: rare(inner),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: rare(inner),
    else: rare(inner),
  })
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.boolean(),
      fc.constantFrom(...shared).map((name) => ({ $ref: schemaReference(name) })),
      keywords.map((all) => JSON.parse(JSON.stringify(all)) as Schema),
      fc.record({ properties: map(inner, 3), required: some }).map((all) => ({ type: 'object' as const, ...all })),
      list(3).map((anyOf) => ({ anyOf })),
    ),
  }
}).schema

test('what is wrong with a value is said in the same words as by Ajv with keywords of ours, in both modes', {
  timeout: 120_000,
}, () => {
  const count = { valid: 0, invalid: 0 }
  fc.assert(
    fc.property(
      schema,
      schema,
      schema,
      fc.array(fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: odd }), {
        minLength: 8,
        maxLength: 8,
      }),
      (payload, first, second, values) => {
        const named = shared.map((name, index): NamedSchema => {
          const closed = { properties: { a: first, b: second }, additionalProperties: false } as const
          return { name, schema: [first, second, closed][index] ?? true, origin }
        })
        const judge = loadValidators<runtime.Validate>(named, runtime)(payload)
        const oracle = loadOracle(named)(payload)
        for (const each of values) {
          for (const mode of ['strict', 'tolerant'] as const) {
            const said = judge(each, mode)
            count[said === undefined ? 'valid' : 'invalid']++
            expect(said).toEqual(oracle(each, mode))
          }
        }
      },
    ),
    { numRuns: 300 },
  )
  expect(count.valid).toBeGreaterThan(500)
  expect(count.invalid).toBeGreaterThan(500)
})

/** Alternatives that a constant tells apart. */
function tagged(inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema[]> {
  return fc.array(inner, { minLength: 2, maxLength: 3 }).map((members) =>
    members.map((member, index) => ({
      type: 'object' as const,
      required: ['a'],
      properties: { a: { const: ['a', 'b', 'aa'][index] ?? '' }, b: member },
      ...(index === 1 && { additionalProperties: false }),
    })),
  )
}

function type() {
  return fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'integer', 'string')
}

const origin = { file: 'asyncapi.yaml', pointer: '', line: 1, column: 1 }
