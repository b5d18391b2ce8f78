import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { declared, identifier, printCode } from '../output/index.js'
import { type Approximation, printDeclaration, printType } from './index.js'

const schemas: Readonly<Record<string, Schema>> = {
  Money: { type: 'object', required: ['amount'], properties: { amount: { type: 'string' } } },
  Circle: { type: 'object', required: ['kind', 'r'], properties: { kind: { const: 'circle' }, r: { type: 'number' } } },
  Square: { type: 'object', required: ['kind'], properties: { kind: { const: 'square' }, side: { type: 'number' } } },
  Animal: { type: 'object', properties: { name: { type: 'string' } }, oneOf: [{ $ref: '#/schemas/Dog' }] },
  Dog: { allOf: [{ $ref: '#/schemas/Animal' }, { required: ['name'], properties: { barks: { type: 'boolean' } } }] },
}

function contextFor(declares?: string) {
  const approximations: Approximation[] = []
  const context = {
    of: 'It',
    declares,
    reference: identifier,
    schemaOf: (name: string) => schemas[name],
    approximate: (approximation: Approximation) => approximations.push(approximation),
  }
  return { context, approximations }
}

const declaration = (schema: Schema, name = 'It') =>
  printCode(printDeclaration(declared(name), schema, contextFor(name).context))

const type = (schema: Schema) => printCode(printType(schema, contextFor().context))

function notesOf(schema: Schema): string[] {
  const { context, approximations } = contextFor()
  printType(schema, context)
  return approximations.map(({ pointer, keyword, message }) => `${pointer} ${keyword}: ${message}`)
}

test('an object is an interface with the properties of the wire, readonly, with their docs', () => {
  const schema: Schema = {
    type: 'object',
    required: ['orderId', 'lines'],
    properties: {
      orderId: { type: 'string', format: 'uuid', description: 'Which order.' },
      'customer name': { type: ['string', 'null'], deprecated: true },
      lines: {
        type: 'array',
        minItems: 1,
        items: { type: 'object', required: ['price'], properties: { price: { $ref: '#/schemas/Money' } } },
      },
      quantity: { type: 'integer', minimum: 1, maximum: 12, default: 1 },
      delivery: {
        type: 'object',
        properties: { street: { type: 'string' }, note: { type: 'string', title: 'Note */' } },
      },
    },
  }

  expect(declaration(schema)).toBe(`export interface It {
  /**
   * Which order.
   *
   * Format: uuid.
   */
  readonly orderId: string
  /** @deprecated */
  readonly 'customer name'?: string | null
  /** At least 1 item. */
  readonly lines: readonly { readonly price: Money }[]
  /**
   * A whole number. At least 1, at most 12.
   *
   * @default 1
   */
  readonly quantity?: number
  readonly delivery?: {
    readonly street?: string
    /** Note *\\/ */
    readonly note?: string
  }
}`)
})

test('a long union stands one member a line', () => {
  const values = ['small', 'medium', 'large', 'family'].map((size) => `a rather long name of a size: ${size}`)

  expect(declaration({ enum: [null, ...values] })).toBe(`export type It =
  | 'a rather long name of a size: small'
  | 'a rather long name of a size: medium'
  | 'a rather long name of a size: large'
  | 'a rather long name of a size: family'
  | null`)
})

test.each<[string, Schema, string]>([
  ['anything', true, 'unknown'],
  ['nothing', false, 'never'],
  ['a constant of each kind', { const: { a: [1, null, true, 'x'] } }, "{ readonly a: readonly [1, null, true, 'x'] }"],
  ['an enum of mixed types, of which the type takes some', { type: 'string', enum: ['a', 1, null] }, "'a'"],
  ['an empty enum', { enum: [] }, 'never'],
  ['a map', { type: 'object', additionalProperties: { type: 'number' } }, 'Readonly<Record<string, number>>'],
  ['any object', { type: 'object' }, 'Readonly<Record<string, unknown>>'],
  ['an empty object', { type: 'object', additionalProperties: false }, 'Readonly<Record<string, never>>'],
  [
    'an open object',
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: true },
    '{ readonly a?: string; readonly [key: string]: unknown }',
  ],
  [
    'an index signature that holds optional properties',
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
    '{ readonly a?: string; readonly [key: string]: string | undefined }',
  ],
  [
    'a pattern that a template literal says',
    { type: 'object', patternProperties: { '^x-': { type: 'string' } } },
    '{ readonly [key: `x-${string}`]: string }',
  ],
  ['a required property that is not declared', { type: 'object', required: ['a'] }, '{ readonly a: unknown }'],
  [
    'a tuple, of which the end may be missing',
    { type: 'array', items: [{ type: 'string' }, { type: ['number', 'null'] }], minItems: 1 },
    'readonly [string, (number | null)?, ...unknown[]]',
  ],
  [
    'a closed tuple',
    { type: 'array', items: [{ type: 'string' }], additionalItems: false, minItems: 1 },
    'readonly [string]',
  ],
  ['an array of a union', { type: 'array', items: { type: ['string', 'null'] } }, 'readonly (string | null)[]'],
  ['an array of arrays', { type: 'array', items: { type: 'array' } }, 'readonly (readonly unknown[])[]'],
  ['alternatives', { oneOf: [{ $ref: '#/schemas/Circle' }, { $ref: '#/schemas/Square' }] }, 'Circle | Square'],
  [
    'parts of one object, merged',
    { type: 'object', allOf: [{ properties: { a: { type: 'string' } } }, { required: ['a'] }] },
    '{ readonly a: string }',
  ],
  [
    'a shared schema and more',
    { allOf: [{ $ref: '#/schemas/Money' }, { properties: { tax: { type: 'string' } } }] },
    'Money & { readonly tax?: string }',
  ],
  ['parts that contradict each other', { allOf: [{ type: 'string' }, { type: 'number' }] }, 'never'],
  [
    'a dependency',
    { type: 'object', required: ['id'], dependencies: { a: ['b'] } },
    '{ readonly id: unknown } & ({ readonly a?: never } | { readonly a: unknown; readonly b: unknown })',
  ],
  ['what is not of a kind', { type: ['string', 'number', 'null'], not: { type: 'null' } }, 'string | number'],
  ['an object without a property', { type: 'object', not: { required: ['a'] } }, '{ readonly a?: never }'],
  ['keywords without a type', { properties: { a: { type: 'string' } }, required: ['a'] }, '{ readonly a: string }'],
])('%s', (_, schema, want) => {
  expect(type(schema)).toBe(want)
})

test('a recursive map is spelled out, for TypeScript takes a Record of itself for a circle', () => {
  const json: Schema = {
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: { $ref: '#/schemas/It' } }],
  }

  expect(declaration(json)).toBe('export type It = string | { readonly [key: string]: It }')
})

test('a base and its sub-types that refer to each other are declared without a circle', () => {
  expect(['Animal', 'Dog'].map((name) => declaration(schemas[name] ?? true, name))).toEqual([
    'export type Animal = Dog & { readonly name?: string }',
    'export interface Dog {\n  readonly name: string\n  readonly barks?: boolean\n}',
  ])
})

test('what is nested too deep for a compiler is declared beside it', () => {
  let deep: Schema = { type: 'string' }
  for (let level = 0; level < 1000; level++) deep = { type: 'object', required: ['a'], properties: { a: deep } }
  const text = declaration(deep)
  const declarations = text.match(/^(?:export )?interface \w+/gm)

  expect(declarations?.slice(0, 3)).toEqual(['export interface It', 'interface ItPart1', 'interface ItPart2'])
  expect(text.match(/readonly a: /g)).toHaveLength(1000)
  expect(Math.max(...text.split('\n').map((line) => line.search(/\S/)))).toBeLessThan(100)
})

test.each<[string, Schema, string[]]>([
  [
    'bounds',
    { type: 'object', properties: { a: { type: 'string', minLength: 1, pattern: '^a' } }, required: ['a'] },
    [
      '/properties/a minLength: left to the validator: minLength 1',
      '/properties/a pattern: left to the validator: pattern ^a',
    ],
  ],
  ['whole numbers', { type: 'integer' }, [' type: the type takes any number, the validator whole ones alone']],
  ['formats that are checked', { type: 'string', format: 'uuid' }, [' format: left to the validator: format uuid']],
  ['no format that is unknown', { type: 'string', format: 'iban' }, []],
  ['no keyword of another kind', { type: 'string', minimum: 1, required: ['a'] }, []],
  [
    'no alternatives that cannot both match',
    { oneOf: [{ $ref: '#/schemas/Circle' }, { $ref: '#/schemas/Square' }] },
    [],
  ],
  [
    'alternatives that can both match',
    { oneOf: [{ type: 'string' }, { const: 'a' }] },
    [' oneOf: a value of several alternatives is of the type, but is refused: exactly one must match'],
  ],
  [
    'closed objects',
    { type: 'object', required: ['a'], properties: { a: true }, additionalProperties: false },
    [' additionalProperties: TypeScript takes undeclared properties of a value; it refuses them in a literal alone'],
  ],
  [
    'objects whose properties are all optional',
    { type: 'object', properties: { a: { type: 'string' } } },
    [' properties: TypeScript refuses an object that has properties, but none of these, which are all optional'],
  ],
  [
    'schemas that name no type',
    { required: ['a'] },
    [' type: the type means object, of which the keywords speak; the schema names no type and takes any other, too'],
  ],
])('the list names %s', (_, schema, want) => {
  expect(notesOf(schema)).toEqual(want)
})
