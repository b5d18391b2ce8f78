import type { Schema } from '@tidings/contract'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadValidators } from './fixtures/load-validators.js'

const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', '')
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, 1, -1.5, 3, '', 'a', 'b', 'aa', '😀'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3 }).map(ownCopy),
  ),
})).value

/** Schemas whose meaning is the same for Ajv and for us: no `integer`, no `multipleOf`, no `__proto__` in a map. */
const schema = fc.letrec<{ schema: object | boolean }>((tie) => {
  const inner = tie('schema')
  // Ajv takes a missing property whose name is empty for a present one.
  const requirable = names.filter((name) => name !== '')
  const plainNames = names.filter((name) => name !== '__proto__')
  const rare = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
  const keywords = fc.record({
    type: rare(fc.oneof(type(), fc.uniqueArray(type(), { minLength: 1, maxLength: 3 }))),
    enum: rare(fc.array(value, { minLength: 1, maxLength: 10 })),
    const: rare(value),
    minimum: rare(fc.integer({ min: -2, max: 3 })),
    exclusiveMaximum: rare(fc.integer({ min: -2, max: 3 })),
    minLength: rare(fc.nat(2)),
    maxLength: rare(fc.nat(2)),
    pattern: rare(fc.constantFrom('^a', 'b$', '^.$')),
    items: rare(fc.oneof(inner, fc.array(inner, { maxLength: 2 }))),
    additionalItems: rare(inner),
    contains: rare(inner),
    maxItems: rare(fc.nat(2)),
    uniqueItems: rare(fc.boolean()),
    required: rare(fc.uniqueArray(requirable, { maxLength: 2 })),
    properties: rare(fc.dictionary(plainNames, inner, { maxKeys: 3, noNullPrototype: true })),
    patternProperties: rare(fc.dictionary(fc.constantFrom('^a', '^b?$'), inner, { maxKeys: 2, noNullPrototype: true })),
    additionalProperties: rare(inner),
    propertyNames: rare(inner),
    minProperties: rare(fc.nat(2)),
    dependencies: rare(
      fc.dictionary(plainNames, fc.oneof(inner, fc.uniqueArray(requirable, { maxLength: 2 })), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
    allOf: rare(fc.array(inner, { minLength: 1, maxLength: 2 })),
    anyOf: rare(fc.array(inner, { minLength: 1, maxLength: 3 })),
    oneOf: rare(fc.array(inner, { minLength: 1, maxLength: 3 })),
    not: rare(inner),
    if: rare(inner),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: rare(inner),
    else: rare(inner),
  })
  return {
    schema: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      fc.boolean(),
      keywords.map((all) => JSON.parse(JSON.stringify(all)) as object),
    ),
  }
}).schema

test('a valid and an invalid value are to a generated validator what they are to Ajv', async () => {
  const cases = fc.sample(fc.tuple(schema, fc.array(value, { minLength: 12, maxLength: 12 })), {
    numRuns: 400,
    seed: 20_261_101,
  })
  const events = cases.map(([payload], index) => ({ id: String(index), payload: payload as Schema }))
  const { validators } = await loadValidators(events)
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    unicodeRegExp: true,
    validateSchema: false,
    logger: false,
  })
  const count = { valid: 0, invalid: 0 }

  cases.forEach(([payload, values], index) => {
    const oracle = ajv.compile(payload)
    for (const each of values) {
      const isValid = oracle(each)
      count[isValid ? 'valid' : 'invalid']++
      const problems = validators[index]?.validateData(each)
      expect({ payload, each, isValid: problems === undefined }).toEqual({ payload, each, isValid })
      if (isValid) expect(validators[index]?.validateData(each, 'tolerant')).toBeUndefined()
      expect(problems?.length ?? 1).toBe(1)
    }
  })
  expect(count.valid).toBeGreaterThan(500)
  expect(count.invalid).toBeGreaterThan(500)
})

function type() {
  return fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string')
}

/** With a prototype, and `__proto__` as a property of its own, as `JSON.parse` makes it. */
function ownCopy(object: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(object))
}
