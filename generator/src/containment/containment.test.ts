import type { Schema, SchemaObject } from '@tidings/contract'
import { expect, test } from 'vitest'
import { compare, type Schemas, verdict } from './fixtures/verdict.js'

const text: SchemaObject = { type: 'string' }
const number: SchemaObject = { type: 'number' }
const integer: SchemaObject = { type: 'integer' }
const anyOf = (...members: readonly Schema[]): Schema => ({ anyOf: members })
const oneOf = (...members: readonly Schema[]): Schema => ({ oneOf: members })
const list = (items: Schema, more: SchemaObject = {}): Schema => ({ type: 'array', items, ...more })
const pattern = (source: string): Schema => ({ type: 'string', pattern: source })
const format = (name: string): Schema => ({ type: 'string', format: name })
const object = (properties: Readonly<Record<string, Schema>>, more: SchemaObject = {}): SchemaObject => ({
  type: 'object',
  properties,
  ...more,
})
const when = (condition: SchemaObject, consequence: SchemaObject): SchemaObject => ({
  if: condition,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: consequence,
})
const closed = (properties: Readonly<Record<string, Schema>>, more: SchemaObject = {}): SchemaObject =>
  object(properties, { additionalProperties: false, ...more })

const contained: readonly [what: string, from: Schema, to: Schema][] = [
  // Written otherwise, and the same.
  ['a type in a list', text, { type: ['string'] }],
  ['an enum of one and const', { enum: ['a'] }, { const: 'a' }],
  ['a const and an enum of one', { const: 'a' }, { enum: ['a'] }],
  [
    'annotations',
    { ...text, title: 'T', examples: ['a'], readOnly: true },
    { ...text, description: 'D', default: 'b' },
  ],
  ['an extension', { ...text, 'x-note': 1 }, text],
  ['required in another order', { required: ['a', 'b'] }, { required: ['b', 'a'] }],
  ['required twice', { required: ['a', 'a'] }, { required: ['a'] }],
  ['properties in another order', object({ a: text, b: number }), object({ b: number, a: text })],
  ['alternatives in another order', anyOf(text, number), anyOf(number, text)],
  ['allOf of one', { allOf: [object({ a: text })] }, object({ a: text })],
  [
    'siblings as allOf',
    object({ a: text }, { required: ['a'] }),
    { allOf: [object({ a: text }), { required: ['a'] }] },
  ],
  [
    'allOf as siblings',
    { allOf: [object({ a: text }), { required: ['a'] }] },
    object({ a: text }, { required: ['a'] }),
  ],
  ['nullable as alternatives', { type: ['string', 'null'] }, anyOf(text, { type: 'null' })],
  ['alternatives as nullable', anyOf(text, { type: 'null' }), { type: ['string', 'null'] }],
  ['disjoint constants as enum', oneOf({ const: 'a' }, { const: 'b' }), { enum: ['a', 'b'] }],
  ['enum as disjoint constants', { enum: ['a', 'b'] }, oneOf({ const: 'a' }, { const: 'b' })],
  ['disjoint alternatives', anyOf(text, number), oneOf(text, number)],
  ['not not', { not: { not: text } }, text],
  [
    'a condition as alternatives',
    when({ required: ['a'] }, { required: ['b'] }),
    anyOf({ not: { required: ['a'] } }, { required: ['b'] }),
  ],
  [
    'alternatives as a condition',
    anyOf({ not: { required: ['a'] } }, { required: ['b'] }),
    when({ required: ['a'] }, { required: ['b'] }),
  ],
  [
    'a dependency as a condition',
    { dependencies: { a: ['b'] } },
    when({ type: 'object', required: ['a'] }, { required: ['b'] }),
  ],
  ['a closed number of integers', { type: 'integer', minimum: 1, maximum: 3 }, { enum: [1, 2, 3] }],
  ['booleans', { type: 'boolean' }, { enum: [true, false] }],
  ['nothing', false, text],
  ['nothing, in other words', { type: 'string', enum: [1] }, false],
  ['an empty object', closed({}), { const: {} }],

  // Wider.
  ['integer to number', integer, number],
  ['integer to multiples of one', integer, { type: 'number', multipleOf: 1 }],
  ['an enum that grew', { enum: ['a'] }, { enum: ['a', 'b'] }],
  ['an enum to its type', { enum: ['a', 'b'] }, text],
  ['an enum to a pattern', { enum: ['a', 'b'] }, pattern('^[ab]$')],
  ['minimum of integers', { type: 'integer', exclusiveMinimum: 0 }, { type: 'integer', minimum: 1 }],
  ['minimum of integers, the other way', { type: 'integer', minimum: 1 }, { type: 'integer', exclusiveMinimum: 0 }],
  ['a lower minimum', { minimum: 3 }, { minimum: 2.5 }],
  ['a bound that is not reached', { minimum: 3 }, { exclusiveMinimum: 2.9 }],
  ['cents as tenths of cents', { type: 'number', multipleOf: 0.01 }, { type: 'number', multipleOf: 0.001 }],
  ['multiples of six', { type: 'integer', multipleOf: 6 }, { type: 'integer', multipleOf: 3 }],
  ['multiples of two and three', { type: 'integer', allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] }, { multipleOf: 6 }],
  ['int32', { type: 'integer', format: 'int32' }, { type: 'integer', maximum: 2 ** 31 }],
  ['int64, which all our integers are', integer, { type: 'integer', format: 'int64' }],
  ['a longer text', { type: 'string', maxLength: 5 }, { type: 'string', maxLength: 6 }],
  ['length in a pattern', { type: 'string', pattern: '^[a-z]*$', minLength: 2, maxLength: 4 }, pattern('^[a-z]{2,4}$')],
  ['a pattern in length', pattern('^[a-z]{2,4}$'), { type: 'string', minLength: 2, maxLength: 4 }],
  ['a wider pattern', pattern('^[a-z]{2,4}$'), pattern('^\\w+$')],
  ['the same pattern in other words', pattern('^[0-9]{2}$'), pattern('^\\d\\d$')],
  ['a needless escape', pattern('^\\d{4}\\-\\d{2}$'), pattern('^\\d{4}-\\d{2}$')],
  ['a pattern without its anchors', pattern('^ab$'), pattern('b')],
  ['a pattern that looks ahead', pattern('^(?=.*[0-9])[a-z0-9]{8}$'), pattern('^[a-z]*[0-9]')],
  ['a pattern that forbids', pattern('^(?!x)[a-z]+$'), pattern('^[a-wyz]')],
  ['no pattern', pattern('^a'), text],
  ['no format', format('uuid'), text],
  ['an unknown format', text, format('order-number')],
  ['a format that says nothing', text, format('password')],
  ['a format within another', format('ipv4'), format('hostname')],
  ['an instant with an offset', format('date-time'), format('iso-date-time')],
  ['the length of a format', format('uuid'), { type: 'string', minLength: 36, maxLength: 36 }],
  ['a format as a pattern', format('uuid'), pattern('^[0-9a-fA-F-]{36}$')],
  ['a day as a pattern', format('date'), pattern('^\\d{4}-\\d{2}-\\d{2}$')],
  [
    'a pattern as a format',
    pattern('^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'),
    format('uuid'),
  ],
  ['an optional property of a closed object', closed({ a: text }), closed({ a: text, b: number })],
  ['a closed object that opens', closed({ a: text }), object({ a: text })],
  ['a required property that is optional', object({ a: text }, { required: ['a'] }), object({ a: text })],
  ['a property gone from an open object', object({ a: text, b: text }), object({ a: text })],
  ['a property as an additional one', closed({ a: text }), { type: 'object', additionalProperties: text }],
  [
    'names in patterns',
    closed({ 'x-a': text }),
    { type: 'object', patternProperties: { '^x-': text }, additionalProperties: false },
  ],
  [
    'a pattern within another',
    { patternProperties: { '^x-': text }, additionalProperties: false },
    { patternProperties: { '^x': text }, additionalProperties: false },
  ],
  ['few properties', closed({ a: text, b: text }), { maxProperties: 2 }],
  ['enough properties', { type: 'object', required: ['a', 'b'] }, { minProperties: 2 }],
  ['names that are declared', closed({ a: text, b: text }), { propertyNames: { enum: ['a', 'b'] } }],
  ['what is required anyway', object({}, { required: ['a', 'b'] }), { dependencies: { a: ['b'] } }],
  [
    'a tuple as a list',
    { type: 'array', items: [text, number], additionalItems: false },
    list({ type: ['string', 'number'] }),
  ],
  ['more items', list(text, { maxItems: 2 }), list(text, { maxItems: 3 })],
  ['an item that is contained', list(text, { minItems: 1 }), { type: 'array', contains: text }],
  ['different items of few', list({ enum: ['a', 'b'] }, { uniqueItems: true }), { maxItems: 2 }],
  ['one item is different', list(text, { maxItems: 1 }), { uniqueItems: true }],
  ['another alternative', anyOf(text), anyOf(text, number)],
  ['a choice that both had', anyOf(closed({ a: text }), closed({ b: text })), object({ a: text, b: text })],
]

test.each(contained)('%s: contained', async (_, from, to) => {
  expect(await verdict({ from, to })).toEqual(['contained'])
})

const shape = (kind: string, more: SchemaObject = {}): SchemaObject =>
  object({ kind: { const: kind }, size: { type: 'integer', ...more } }, { required: ['kind'] })

const broken: readonly [what: string, from: Schema, to: Schema, wanted: readonly string[]][] = [
  ['a property is required', object({ a: text }), object({ a: text }, { required: ['a'] }), ['required-added /a: {}']],
  [
    'two things at once, each by itself',
    object({ a: { enum: ['x', 'y'] } }, { required: ['a'] }),
    object({ a: { enum: ['x'] }, b: text }, { required: ['a', 'b'] }),
    [
      'required-added /b: {"a":"x"}',
      'enum-shrunk /a: {"a":"y","b":"a"}',
      'undeclared-property-taken /b: {"a":"x","b":0}',
    ],
  ],
  ['an undeclared property is declared', object({}), object({ a: text }), ['undeclared-property-taken /a: {"a":0}']],
  [
    'a map declares one of its properties',
    { type: 'object', additionalProperties: text },
    object({ a: integer }, { additionalProperties: text }),
    ['type-narrowed /a: {"a":"a"}'],
  ],
  ['an object is closed', object({ a: text }), closed({ a: text }), ['property-closed /*: {"extra":"a"}']],
  [
    'properties go from a closed object',
    closed({ a: text, b: text, c: text }),
    closed({ a: text }),
    ['property-closed /b: {"b":"a"}', 'property-closed /c: {"c":"a"}'],
  ],
  ['a type is gone', { type: ['string', 'null'] }, text, ['type-narrowed /: null']],
  ['numbers have to be integers', number, integer, ['type-narrowed /: 0.5']],
  ['an enum shrinks', { enum: ['a', 'b', 'c'] }, { enum: ['a'] }, ['enum-shrunk /: "b"']],
  ['a constant is another', { const: 1 }, { const: 2 }, ['const-changed /: 1']],
  ['an object as a constant', { enum: [{ a: 1 }, { a: 2 }] }, { enum: [{ a: 1 }] }, ['enum-shrunk /: {"a":2}']],
  ['an object is no constant', closed({ a: integer }), { not: { const: { a: 0 } } }, ['exclusion-widened /: {"a":0}']],
  ['a minimum rises', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 5 }, ['bound-narrowed /: 1']],
  ['a bound is not reached any more', { minimum: 0 }, { exclusiveMinimum: 0 }, ['bound-narrowed /: 0']],
  ['a maximum falls', { type: 'integer', maximum: 10 }, { type: 'integer', maximum: 5 }, ['bound-narrowed /: 6']],
  [
    'cents are tens',
    { type: 'number', multipleOf: 0.01 },
    { type: 'number', multipleOf: 0.1 },
    ['multiple-narrowed /: 0.01'],
  ],
  ['integers are of 32 bits', integer, { type: 'integer', format: 'int32' }, ['format-narrowed /: 2147483648']],
  ['integers are exact', { type: 'number', multipleOf: 1 }, integer, ['type-narrowed /: 9007199254740992']],
  ['a text is shorter', text, { type: 'string', maxLength: 2 }, ['length-narrowed /: "aaa"']],
  ['a text is not empty', text, { type: 'string', minLength: 1 }, ['length-narrowed /: ""']],
  ['characters are counted, not units', { enum: ['😀😀'] }, { maxLength: 1 }, ['length-narrowed /: "😀😀"']],
  ['a pattern is new', text, pattern('^[0-9]+$'), ['pattern-narrowed /: "a"']],
  ['a pattern is anchored', pattern('ab'), pattern('^ab'), ['pattern-narrowed /: "aab"']],
  [
    'a pattern is longer',
    pattern('^[A-Z]{3}-\\d+$'),
    pattern('^[A-Z]{3}-\\d{1,3}$'),
    ['pattern-narrowed /: "AAA-0000"'],
  ],
  ['a format is new', text, format('uuid'), ['format-narrowed /: "a"']],
  ['a format is narrower', format('iso-date-time'), format('date-time'), ['format-narrowed /: "2026-01-31T12:00:00"']],
  ['a pattern is no day', pattern('^\\d{4}-\\d{2}-\\d{2}$'), format('date'), ['format-narrowed /: "0000-00-00"']],
  [
    'an item is narrower',
    list(object({ n: integer })),
    list(object({ n: { type: 'integer', minimum: 0 } })),
    ['bound-narrowed /[*]/n: [{"n":-1}]'],
  ],
  [
    'an item of a tuple',
    { type: 'array', items: [text, number] },
    { type: 'array', items: [text, integer] },
    ['type-narrowed /1: ["a",0.5]'],
  ],
  [
    'no item beyond a tuple',
    { type: 'array', items: [text] },
    { type: 'array', items: [text], additionalItems: false },
    ['nothing-taken /[*]: ["a","a"]'],
  ],
  ['fewer items', list(text), list(text, { maxItems: 1 }), ['count-narrowed /: ["a","a"]']],
  ['an item is needed', list(text), list(text, { minItems: 1 }), ['count-narrowed /: []']],
  ['items differ', list(text), list(text, { uniqueItems: true }), ['unique-added /: ["a","a"]']],
  [
    'an item is contained',
    list(text),
    { ...(list(text) as SchemaObject), contains: { const: 'a' } },
    ['contains-narrowed /: []'],
  ],
  ['a property is enough', { type: 'object' }, { type: 'object', minProperties: 1 }, ['count-narrowed /: {}']],
  [
    'names are lower case',
    { type: 'object' },
    { type: 'object', propertyNames: { pattern: '^[a-z]+$' } },
    ['names-narrowed /: {"YWJj":"a"}'],
  ],
  [
    'a property asks for another',
    object({ a: text, b: text }),
    object({ a: text, b: text }, { dependencies: { a: ['b'] } }),
    ['dependency-added /b: {"a":"a"}'],
  ],
  [
    'a property by a pattern',
    { type: 'object', patternProperties: { '^x-': number } },
    { type: 'object', patternProperties: { '^x-': integer } },
    ['type-narrowed /*: {"x-":0.5}'],
  ],
  [
    'an additional property',
    { type: 'object', additionalProperties: number },
    { type: 'object', additionalProperties: integer },
    ['type-narrowed /*: {"extra":0.5}'],
  ],
  [
    'an alternative is gone',
    oneOf(shape('a'), shape('b'), shape('c')),
    oneOf(shape('a')),
    ['alternative-removed /: {"kind":"b"}', 'alternative-removed /: {"kind":"c"}'],
  ],
  [
    'one alternative is narrower, another gone',
    oneOf(shape('a'), shape('b'), shape('c')),
    oneOf(shape('a'), shape('b', { maximum: 3 })),
    ['bound-narrowed /size: {"kind":"b","size":4}', 'alternative-removed /: {"kind":"c"}'],
  ],
  [
    'two alternatives fit',
    anyOf({ required: ['a'] }, { required: ['b'] }),
    oneOf({ required: ['a'] }, { required: ['b'] }),
    ['alternatives-overlap /: "a"'],
  ],
  ['more is excluded', text, { type: 'string', not: { const: 'b' } }, ['exclusion-widened /: "b"']],
  [
    'a condition is new',
    object({ kind: { enum: ['a', 'b'] } }, { required: ['kind'] }),
    object(
      { kind: { enum: ['a', 'b'] } },
      { required: ['kind'], ...when({ properties: { kind: { const: 'b' } } }, { required: ['size'] }) },
    ),
    ['required-added /size: {"kind":"b"}'],
  ],
  ['nothing is taken', text, false, ['nothing-taken /: "a"']],
  ['a property is forbidden', object({ a: text }), object({ a: false }), ['nothing-taken /a: {"a":"a"}']],
  [
    'examples of the older side make the witness',
    object({ status: { type: 'string', examples: ['shipped'] } }, { required: ['status'] }),
    object({ status: text, at: text }, { required: ['status', 'at'] }),
    ['required-added /at: {"status":"shipped"}', 'undeclared-property-taken /at: {"status":"shipped","at":0}'],
  ],
]

test.each(broken)('%s: broken', async (_, from, to, wanted) => {
  expect(await verdict({ from, to })).toEqual(wanted)
})

const node = (value: Schema): Schemas => ({
  Node: object({ value, next: { $ref: '#/schemas/Node' }, others: list({ $ref: '#/schemas/Node' }) }),
})
const one = { $ref: '#/schemas/Node' }

test.each<[what: string, from: Schema, to: Schema, schemas: Schemas, toSchemas: Schemas, wanted: readonly string[]]>([
  [
    'a name changes nothing',
    one,
    { $ref: '#/schemas/Knot' },
    node(text),
    { Knot: object({ value: text, next: { $ref: '#/schemas/Knot' }, others: list({ $ref: '#/schemas/Knot' }) }) },
    ['contained'],
  ],
  ['nor does writing a schema out', { $ref: '#/schemas/A' }, text, { A: text }, {}, ['contained']],
  [
    'nor does a longer unfolding',
    one,
    one,
    node(integer),
    {
      Node: object({ value: number, next: object({ value: number, next: one, others: list(one) }), others: list(one) }),
    },
    ['contained'],
  ],
  ['what is wider at each depth is contained', one, one, node(integer), node(number), ['contained']],
  [
    'what is narrower at each depth is told once',
    one,
    one,
    node(number),
    node(integer),
    ['type-narrowed /value: {"value":0.5}'],
  ],
  [
    'two schemas that refer to each other may be one',
    { $ref: '#/schemas/A' },
    { $ref: '#/schemas/C' },
    { A: closed({ next: { $ref: '#/schemas/B' } }), B: closed({ next: { $ref: '#/schemas/A' } }) },
    { C: closed({ next: { $ref: '#/schemas/C' } }) },
    ['contained'],
  ],
  [
    'a value that could never end is none',
    { $ref: '#/schemas/Endless' },
    text,
    { Endless: object({ next: { $ref: '#/schemas/Endless' } }, { required: ['next'] }) },
    {},
    ['contained'],
  ],
])('of schemas that refer to each other: %s', async (_, from, to, schemas, toSchemas, wanted) => {
  expect(await verdict({ from, to, schemas, toSchemas })).toEqual(wanted)
})

test('a break names the very objects of both sides, and what they said', async () => {
  const older: Schema = { type: 'string', maxLength: 9 }
  const newer: Schema = { type: 'string', maxLength: 5 }
  const { breaks } = await compare({ from: object({ a: older }), to: object({ a: newer }) })

  expect(breaks).toHaveLength(1)
  expect(breaks[0]?.from).toBe(older)
  expect(breaks[0]?.to).toBe(newer)
  expect(breaks[0]?.detail).toEqual({ was: 9, is: 5 })
})

test('an enum that shrinks names the values that are gone', async () => {
  const { breaks } = await compare({ from: { enum: ['a', 'b', 'c', null] }, to: { enum: ['a', 'd'] } })

  expect(breaks[0]?.detail.values).toEqual(['b', 'c', null])
})

test.each<[what: string, from: Schema, to: Schema, wanted: readonly string[]]>([
  ['a pattern that looks behind', pattern('(?<=a)b'), pattern('^a+b'), ['pattern-narrowed /: " ab"']],
  [
    'a pattern between words',
    pattern('\\bab\\b'),
    pattern('ab'),
    ['cannot tell pattern /: the pattern "\\\\bab\\\\b" beside the pattern "ab" cannot be worked out'],
  ],
  [
    'a huge list',
    { type: 'array', minItems: 1e9 },
    list(text),
    ['cannot tell type /[*]: no list of 1000000000 items was tried'],
  ],
])('what cannot be worked out is searched, and else cannot be told: %s', async (_, from, to, wanted) => {
  expect(await verdict({ from, to })).toEqual(wanted)
})
