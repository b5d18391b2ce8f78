import type { NamedSchema, Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { OutputFolder } from '../output/output.js'
import { createSerialiserPrinter } from './print-serialiser.js'

/** The modules of an event with this payload and of the shared schemas, without what stands above their code. */
function print(payload: Schema, schemas: Readonly<Record<string, Schema>> = {}) {
  const named = Object.entries(schemas).map(([name, schema]): NamedSchema => ({ name, schema, origin }))
  const folder = new OutputFolder({ importExtension: '.js' })
  const output = folder.for('serialisers')
  const printer = createSerialiserPrinter({ schemas: named, fileOf: (name) => `schemas/${name.toLowerCase()}.ts` })
  const references = printer.printEvent(output, 'event.ts', payload)
  for (const name of references) printer.printSchema(output, name)
  return Object.fromEntries(
    [...folder.print()].map(([path, text]) => [path, text.split('\n').slice(7).join('\n').trim()]),
  )
}

const origin = { file: 'asyncapi.yaml', pointer: '', line: 1, column: 1 }
const text = { type: 'string' } as const

test('members that must be there are one text, and what is constant in it stands together', () => {
  const required = ['id', 'state', 'at', 'n', 'rest']
  const properties = {
    id: text,
    state: { enum: ['a', 'b'] },
    at: { ...text, format: 'date-time' },
    n: { type: 'integer' },
  }
  expect(print({ type: 'object', required, properties } as Schema)['event.ts']).toBe(
    `
import { escaped, members } from '@tidings/runtime/sdk/v1'

function print0(v) {
  if (members(v) !== 5) return JSON.stringify(v)
  return '{"id":"' + escaped(v.id) + '","state":"' + v.state + '","at":"' + v.at + '","n":' + v.n + ',"rest":' + JSON.stringify(v.rest) + '}'
}

export { print0 as printData }`.trim(),
  )
})

test('members that may be missing come last, or are told one by one where all may', () => {
  const some = { type: 'object', required: ['b'], properties: { a: text, b: { type: 'boolean' } } } as const
  const properties = { some, other: { type: ['number', 'null'] } }
  expect(print({ type: 'object', properties } as Schema)['event.ts']).toBe(
    `
import { escaped, members } from '@tidings/runtime/sdk/v1'

function print0(v) {
  if (members(v) !== 0 + (v.some !== undefined) + (v.other !== undefined)) return JSON.stringify(v)
  let t = '{', c = ''
  if (v.some !== undefined) t += c + '"some":' + print1(v.some), c = ','
  if (v.other !== undefined) t += c + '"other":' + v.other, c = ','
  return t + '}'
}

function print1(v) {
  if (members(v) !== 1 + (v.a !== undefined)) return JSON.stringify(v)
  return '{"b":' + v.b + (v.a !== undefined ? ',"a":"' + escaped(v.a) + '"' : '') + '}'
}

export { print0 as printData }`.trim(),
  )
})

test('a shared schema has a module of its own, also where it comes back to itself', () => {
  const tree: Schema = {
    type: 'object',
    required: ['name', 'children'],
    properties: { name: text, children: { type: 'array', items: { $ref: '#/schemas/Tree' } } },
  }
  const payload: Schema = { description: 'The root', allOf: [{ $ref: '#/schemas/Tree' }] }
  expect(print(payload, { Tree: tree })).toEqual({
    'event.ts': `
import { printTree } from './schemas/tree.js'

export { printTree as printData }`.trim(),
    'schemas/tree.ts': `
import { escaped, items, members } from '@tidings/runtime/sdk/v1'

function print0(v) {
  if (members(v) !== 2) return JSON.stringify(v)
  return '{"name":"' + escaped(v.name) + '","children":' + items(v.children, print0) + '}'
}

export { print0 as printTree }`.trim(),
  })
})

test('null beside something else is looked for', () => {
  const place = { type: ['object', 'null'], required: ['hall'], properties: { hall: text } }
  const properties = { place, note: { oneOf: [{ type: 'null' }, text] } }
  expect(print({ type: 'object', required: ['place', 'note'], properties } as Schema)['event.ts']).toBe(
    `
import { escaped, members } from '@tidings/runtime/sdk/v1'

function print0(v) {
  if (members(v) !== 2) return JSON.stringify(v)
  return '{"place":' + print1(v.place) + ',"note":' + (v.note === null ? 'null' : '"' + escaped(v.note) + '"') + '}'
}

function print1(v) {
  if (v === null) return 'null'
  if (members(v) !== 1) return JSON.stringify(v)
  return '{"hall":"' + escaped(v.hall) + '"}'
}

export { print0 as printData }`.trim(),
  )
})

test.each<[string, Schema]>([
  ['a name that every object inherits', { type: 'object', properties: { constructor: text } }],
  ['a union', { type: 'object', required: ['a'], properties: { a: { oneOf: [text, { type: 'integer' }] } } }],
  ['a map', { type: 'object', required: ['a'], properties: { a: { type: 'object', additionalProperties: text } } }],
  ['a list of texts', { type: 'object', required: ['a'], properties: { a: { type: 'array', items: text } } }],
])('%s is left to JSON.stringify', (_, schema) => {
  expect(print({ type: 'object', required: ['x'], properties: { x: schema } })['event.ts']).toContain(
    'JSON.stringify(v.',
  )
})
