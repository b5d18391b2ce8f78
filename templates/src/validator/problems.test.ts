import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { loadValidators } from './fixtures/load-validators.js'

type Case = readonly [name: string, given: { schema: Schema; value: unknown }, want: { at: string; says: string }]

const order = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const
const shape = {
  oneOf: [
    {
      type: 'object',
      required: ['kind', 'radius'],
      properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
    },
    {
      type: 'object',
      required: ['kind', 'side'],
      properties: { side: { type: 'integer' }, kind: { enum: ['square', 'cube'] } },
    },
  ],
} as const

const cases: readonly Case[] = [
  [
    'a wrong type',
    { schema: order, value: { id: 7 } },
    { at: '/id', says: 'Invalid type: expected string but received 7' },
  ],
  [
    'one of several types',
    { schema: { type: ['string', 'null'] }, value: { a: 1 } },
    { at: '', says: 'Invalid type: expected string or null but received an object' },
  ],
  [
    'a missing property',
    { schema: order, value: {} },
    { at: '/id', says: 'Missing property: expected "id" but received nothing' },
  ],
  [
    'an undeclared property',
    { schema: { ...order, additionalProperties: false }, value: { id: 'a', 'x/~y': [1, 2] } },
    { at: '/x~1~0y', says: 'Undeclared property: expected no "x/~y" but received an array of 2' },
  ],
  [
    'a property name',
    { schema: { propertyNames: { pattern: '^a' } }, value: { bc: 1 } },
    { at: '/bc', says: 'Invalid name: expected another but received "bc"' },
  ],
  [
    'a dependency',
    { schema: { dependencies: { card: ['address'] } }, value: { card: 1 } },
    { at: '/address', says: 'Missing property: expected "address" beside "card" but received nothing' },
  ],
  [
    'an enum',
    { schema: { enum: ['small', 3, null] }, value: 'large' },
    { at: '', says: 'Invalid value: expected "small", 3 or null but received "large"' },
  ],
  [
    'a long enum',
    { schema: { enum: Array.from({ length: 5000 }, (_, index) => `m${index}`) }, value: 'x' },
    {
      at: '',
      says: 'Invalid value: expected "m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8" or one of 4991 more but received "x"',
    },
  ],
  [
    'a constant object',
    { schema: { const: { a: [1] } }, value: { a: [2] } },
    { at: '', says: 'Invalid value: expected {"a":[1]} but received an object' },
  ],
  ['a bound', { schema: { minimum: 1 }, value: 0 }, { at: '', says: 'Invalid value: expected >= 1 but received 0' }],
  [
    'a length, in characters',
    { schema: { minLength: 5 }, value: '😀😀' },
    { at: '', says: 'Invalid length: expected >= 5 but received 2' },
  ],
  [
    'a number of items',
    { schema: { maxItems: 1 }, value: [1, 2] },
    { at: '', says: 'Invalid number of items: expected <= 1 but received 2' },
  ],
  [
    'an item too many for a tuple',
    { schema: { items: [true], additionalItems: false }, value: [1, 2] },
    { at: '', says: 'Invalid number of items: expected <= 1 but received 2' },
  ],
  [
    'a number of properties',
    { schema: { minProperties: 1 }, value: {} },
    { at: '', says: 'Invalid number of properties: expected >= 1 but received 0' },
  ],
  [
    'a multiple',
    { schema: { multipleOf: 0.01 }, value: 0.005 },
    { at: '', says: 'Invalid value: expected a multiple of 0.01 but received 0.005' },
  ],
  [
    'a pattern',
    { schema: { pattern: '^a/b$' }, value: 'c' },
    { at: '', says: 'Invalid text: expected a match of ^a/b$ but received "c"' },
  ],
  [
    'a format',
    { schema: { format: 'date-time' }, value: 'yesterday' },
    { at: '', says: 'Invalid format: expected date-time but received "yesterday"' },
  ],
  [
    'a repeated item',
    { schema: { uniqueItems: true }, value: [1, { a: 1, b: 2 }, 'x', { b: 2, a: 1 }] },
    { at: '/3', says: 'Repeated item: expected each once but received an object as before at 1' },
  ],
  [
    'items of which none fits',
    { schema: { contains: { type: 'string' } }, value: [1, 2] },
    { at: '', says: 'Invalid items: expected one that the schema asks for but received an array of 2' },
  ],
  [
    'an excluded value',
    { schema: { properties: { a: { not: { type: 'string' } } } }, value: { a: 'x' } },
    { at: '/a', says: 'Invalid value: expected what the schema does not exclude but received "x"' },
  ],
  [
    'a forbidden property',
    { schema: { properties: { a: false } }, value: { a: null } },
    { at: '/a', says: 'Invalid value: expected none but received null' },
  ],
  [
    'an ambiguous value',
    { schema: { oneOf: [{ minimum: 1 }, { type: 'string' }, { maximum: 9 }] }, value: 5 },
    { at: '', says: 'Ambiguous value: expected what fits one alternative but received one that fits 1 and 3' },
  ],
  [
    'alternatives by their types, together',
    { schema: { anyOf: [{ type: 'string' }, { type: 'integer' }] }, value: true },
    { at: '', says: 'Invalid type: expected string or integer but received true' },
  ],
  [
    'the alternative that came furthest',
    { schema: { anyOf: [{ type: 'null' }, order] }, value: { id: 1 } },
    { at: '/id', says: 'Invalid type: expected string but received 1' },
  ],
  [
    'the alternative whose constant fits, where none is required',
    {
      schema: {
        anyOf: [
          { properties: { kind: { const: 'a' }, value: { type: 'string' } } },
          { properties: { kind: { const: 'b' }, value: { type: 'number' } } },
        ],
      },
      value: { kind: 'b', value: 'x' },
    },
    { at: '/value', says: 'Invalid type: expected number but received "x"' },
  ],
  [
    'the alternative that the constant names',
    { schema: shape, value: { kind: 'square', side: 1.5, radius: 'x' } },
    { at: '/side', says: 'Invalid type: expected integer but received 1.5' },
  ],
  [
    'a constant that names none',
    { schema: shape, value: { kind: 'line' } },
    { at: '/kind', says: 'Invalid value: expected "circle", "square" or "cube" but received "line"' },
  ],
  [
    'alternatives without the property that tells them apart',
    { schema: shape, value: { radius: 1 } },
    { at: '/kind', says: 'Missing property: expected "kind" but received nothing' },
  ],
  [
    'alternatives that are all objects',
    { schema: shape, value: 1 },
    { at: '', says: 'Invalid type: expected object but received 1' },
  ],
  [
    'what a condition asks for',
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { schema: { if: { required: ['a'] }, then: { required: ['b'] } }, value: { a: 1 } },
    { at: '/b', says: 'Missing property: expected "b" but received nothing' },
  ],
  [
    'an integer that no number holds exactly',
    { schema: { type: 'integer' }, value: 2 ** 53 },
    {
      at: '',
      says: 'Invalid type: expected an integer of at most 2^53-1 either way but received 9007199254740992',
    },
  ],
  [
    'a deep place with names that need escapes',
    {
      schema: {
        properties: { 'a/b': { items: { properties: { '~': { patternProperties: { x: { type: 'null' } } } } } } },
      },
      value: { 'a/b': [{}, { '~': { 'x y': 1 } }] },
    },
    { at: '/a~1b/1/~0/x y', says: 'Invalid type: expected null but received 1' },
  ],
  [
    'a long text, shortened',
    { schema: { type: 'null' }, value: 'a'.repeat(100) },
    { at: '', says: `Invalid type: expected null but received "${'a'.repeat(60)}…"` },
  ],
]

test('a problem points at the value at fault and says what was expected', async () => {
  const events = cases.map(([id, { schema }]) => ({ id, payload: schema }))
  const { validators } = await loadValidators(events)

  const got = cases.map(([name, { value }], index) => {
    const problems = validators[index]?.validateData(value) ?? []
    return { name, problems: problems.map(({ pointer, message }) => ({ at: pointer, says: message })) }
  })

  expect(got).toEqual(cases.map(([name, , want]) => ({ name, problems: [want] })))
})

test('a problem names the violated keyword of JSON Schema, not what stands for it in machine code', async () => {
  const schemas: readonly Schema[] = [{ type: ['string', 'integer'] }, shape, { properties: { a: false } }]
  const values = [true, { kind: 'line' }, { a: 1 }]
  const { validators } = await loadValidators(schemas.map((payload, index) => ({ id: String(index), payload })))

  const keywords = values.map((value, index) => validators[index]?.validateData(value)?.[0]?.keyword)

  expect(keywords).toEqual(['type', 'enum', 'false'])
})

test('only the first problem is told, and the next one once that is mended', async () => {
  const payload: Schema = { required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'string' } } }
  const { validators } = await loadValidators([{ id: 'Event', payload }])
  const judge = validators[0]?.validateData

  const values = [{}, { a: 1, b: 1 }, { a: 'x', b: 1 }, { a: 'x', b: 'y' }]

  expect(values.map((value) => judge?.(value)?.map(({ pointer }) => ({ pointer })))).toEqual([
    [{ pointer: '/a' }],
    [{ pointer: '/a' }],
    [{ pointer: '/b' }],
    undefined,
  ])
})
