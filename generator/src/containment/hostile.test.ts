import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { compare, type Schemas, verdict } from './fixtures/verdict.js'

const object = (name: string, inner: Schema): Schema => ({ type: 'object', properties: { [name]: inner } })
const nested = (depth: number, inner: Schema, around: (inner: Schema) => Schema): Schema =>
  Array.from({ length: depth }).reduce<Schema>((schema) => around(schema), inner)
const numbered = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))

const text: Schema = { type: 'string' }
const short: Schema = { type: 'string', maxLength: 3 }

test('10,000 constants are compared in any order, and one that is gone is found', async () => {
  const values = numbered(10_000, (index) => `v${index}`)

  expect(await verdict({ from: { enum: values }, to: { type: 'string', enum: values.toReversed() } })).toEqual([
    'contained',
  ])
  expect(await verdict({ from: { enum: values }, to: { enum: values.slice(1).reverse() } })).toEqual([
    'enum-shrunk /: "v0"',
  ])
})

test('300 alternatives of one constant each are an enum, and the other way', async () => {
  const values = numbered(300, (index) => `v${index}`)
  const alternatives: Schema = { oneOf: values.map((value) => ({ const: value })) }

  expect(await verdict({ from: alternatives, to: { enum: values } })).toEqual(['contained'])
  expect(await verdict({ from: { enum: values }, to: alternatives })).toEqual(['contained'])
})

test('a schema of 10,000 levels is contained in its copy', async () => {
  const make = () => nested(10_000, text, (inner) => object('a', inner))

  expect(await verdict({ from: make(), to: make() })).toEqual(['contained'])
})

test('a break 20 levels down is found with its reason', async () => {
  const make = (inner: Schema) => nested(20, inner, (schema) => object('a', schema))
  const { breaks } = await compare({ from: make(text), to: make(short) })

  expect(breaks.map(({ kind, path }) => [kind, path.length])).toEqual([['length-narrowed', 20]])
})

test.each<[what: string, from: Schema, to: Schema]>([
  [
    '3,000 levels of objects',
    nested(3_000, text, (inner) => object('a', inner)),
    nested(3_000, short, (inner) => object('a', inner)),
  ],
  ['3,000 levels of allOf', nested(3_000, text, (inner) => ({ allOf: [inner, true] })), short],
  ['an array of a thousand million', { type: 'array', minItems: 1e9 }, { type: 'array', items: text }],
  ['an object of a million', { type: 'object', minProperties: 1e6 }, { type: 'object', minProperties: 2e6 }],
  ['a text of a million', { type: 'string', minLength: 1e6 }, { type: 'string', minLength: 2e6 }],
  [
    'an automaton that grows too large',
    { type: 'string', pattern: '^(\\w{1,200}){1,50}$' },
    { type: 'string', pattern: '^(\\w{1,200}){1,51}$' },
  ],
  [
    'many choices that all have to be made',
    { allOf: numbered(12, (one) => ({ anyOf: numbered(5, (other) => tagged(`k${one}`, other)) })) },
    {
      allOf: numbered(12, (one) => ({
        anyOf: numbered(5, (other) => ({ ...tagged(`k${one}`, other), minProperties: 1 })),
      })),
    },
  ],
])('%s: cannot tell, and soon', async (_, from, to) => {
  const { breaks, undecided } = await compare({ from, to }, { steps: 2_000 })

  expect(breaks).toEqual([])
  expect(undecided.length).toBeGreaterThan(0)
  expect(undecided.filter(({ why }) => why === '')).toEqual([])
})

function tagged(name: string, value: number): Exclude<Schema, boolean> {
  return { type: 'object', properties: { [name]: { const: value } }, required: [name] }
}

test('alternatives that double at each of forty levels end in an answer', async () => {
  const levels = (inner: Schema): Schemas =>
    Object.fromEntries(
      numbered(41, (level): [string, Schema] => {
        const below = { $ref: `#/schemas/L${level - 1}` }
        return [`L${level}`, level === 0 ? inner : { oneOf: [below, { allOf: [below, { type: 'string' }] }] }]
      }),
    )
  const top = { $ref: '#/schemas/L40' }
  const { undecided } = await compare({ from: text, to: top, toSchemas: levels(short) })

  expect(undecided.length).toBeGreaterThan(0)
})

test('an automaton of many states is built within its limit', async () => {
  const last = (letter: string) => ({ type: 'string', pattern: `^(a|b)*${letter}(a|b){14}$` }) as const

  expect(await verdict({ from: last('a'), to: last('b') })).toEqual(['pattern-narrowed /: "aaaaaaaaaaaaaaa"'])
})

test('a choice in each of twelve schemas that refer to each other ends in an answer', async () => {
  const levels = (inner: Schema): Schemas =>
    Object.fromEntries(
      numbered(13, (level): [string, Schema] => {
        const below = { $ref: `#/schemas/L${level - 1}` }
        return [
          `L${level}`,
          level === 0 ? inner : { oneOf: [below, { ...tagged(`p${level}`, 1) }, { type: 'array', items: below }] },
        ]
      }),
    )
  const top = { $ref: '#/schemas/L12' }

  expect(await verdict({ from: top, to: top, schemas: levels(short), toSchemas: levels(short) })).toEqual(['contained'])
  const { breaks } = await compare(
    { from: top, to: top, schemas: levels(short), toSchemas: levels(text) },
    { steps: 2_000 },
  )
  expect(breaks).toEqual([])
})
