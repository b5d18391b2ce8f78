import { expect, test } from 'vitest'
import { load, loadValid, onlyEvent, printFindings, withMessage, withMessage2 } from '../fixtures/documents.js'
import { referencedSchema, referenceIn, schemaReference } from './schema-reference.js'

const payload = async (schema: string, rest = '') =>
  onlyEvent(await loadValid(withMessage(`payload: ${schema}`, rest))).payload

test('every keyword of draft-07 stays, in the order of its author', async () => {
  const schema = {
    title: 'T',
    description: 'd',
    type: ['object', 'null'],
    enum: [{}, null],
    const: {},
    default: {},
    examples: [{}],
    readOnly: true,
    writeOnly: false,
    deprecated: true,
    required: ['z'],
    properties: {
      z: { type: 'integer', minimum: 1, maximum: 9, exclusiveMinimum: 0, exclusiveMaximum: 10, multipleOf: 2 },
      a: {
        type: 'string',
        minLength: 1,
        maxLength: 2,
        pattern: '^a',
        format: 'uuid',
        contentEncoding: 'base64',
        contentMediaType: 'image/png',
      },
      l: {
        type: 'array',
        items: [{ type: 'string' }, true],
        additionalItems: false,
        minItems: 1,
        maxItems: 3,
        uniqueItems: true,
        contains: {},
      },
    },
    patternProperties: { '^x': false },
    additionalProperties: { type: 'string' },
    propertyNames: { pattern: '^[a-z]' },
    dependencies: { z: ['a'], a: { required: ['l'] } },
    minProperties: 1,
    maxProperties: 3,
    allOf: [true],
    anyOf: [{ required: ['z'] }],
    oneOf: [{ required: ['a'] }],
    not: { required: ['q'] },
    if: {},
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
    then: {},
    else: {},
    discriminator: 'z',
    externalDocs: { url: 'http://x/y' },
    'x-note': { any: [1] },
  }
  const read = await payload(JSON.stringify(schema))
  expect(read).toEqual(schema)
  expect(JSON.stringify(read)).toBe(JSON.stringify(schema))
})

test('what is no keyword of draft-07 is left out', async () => {
  expect(
    await payload(
      `{ $id: x, $schema: 'http://json-schema.org/draft-07/schema#', $comment: c, definitions: { A: {} }, nullable: true, type: string, example: e }`,
    ),
  ).toEqual({ type: 'string' })
})

test('beside a reference nothing else counts', async () => {
  const schema = await payload(
    '{ properties: { a: { $ref: "#/components/schemas/A", description: ignored, type: number } } }',
    'components: { schemas: { A: { type: string } } }',
  )
  expect(schema).toEqual({ properties: { a: { $ref: '#/schemas/A' } } })
})

test('a reference to a boolean schema is that boolean', async () => {
  const contract = await loadValid(
    withMessage2(
      'payload: { properties: { a: { $ref: "#/components/schemas/Any" }, b: { $ref: "#/components/schemas/None" } } }',
      'components: { schemas: { Any: true, None: false } }',
    ),
  )
  expect(onlyEvent(contract).payload).toEqual({ properties: { a: true, b: false } })
})

test('recursive and mutually recursive schemas stay finite', async () => {
  const { schemas } = await loadValid(
    withMessage(
      'payload: { $ref: "#/components/schemas/Tree" }',
      'components: { schemas: { Tree: { properties: { l: { $ref: "#/components/schemas/Leaf" } } }, Leaf: { properties: { t: { $ref: "#/components/schemas/Tree" } } } } }',
    ),
  )
  expect(schemas.map(({ name, schema }) => [name, schema])).toEqual([
    ['Leaf', { properties: { t: { $ref: '#/schemas/Tree' } } }],
    ['Tree', { properties: { l: { $ref: '#/schemas/Leaf' } } }],
  ])
})

test('a schema nested hundreds of levels deep is read', async () => {
  const levels = 240
  const text = `${'{"properties":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`
  const read = await payload(text)
  expect(JSON.stringify(read)).toBe(text)
})

test('names that mean something to JavaScript are names like any other', async () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'then', 'length', '$ref']
  const properties = names.map((name) => `"${name}": { $ref: "#/components/schemas/${name.replace('$', 'S')}" }`)
  const schemas = names.map((name) => `"${name.replace('$', 'S')}": { type: object, title: "${name}" }`)
  const contract = await loadValid(
    withMessage(
      `payload: { type: object, required: [${names.map((name) => `'${name}'`)}], properties: { ${properties} } }`,
      `components: { schemas: { ${schemas} } }`,
    ),
  )
  const { payload } = onlyEvent(contract)
  if (typeof payload !== 'object') throw new Error('no payload')
  expect(Object.keys(payload.properties ?? {})).toEqual(names)
  expect(payload.required).toEqual(names)
  expect(contract.schemas.map(({ schema }) => typeof schema === 'object' && schema.title)).toEqual(
    [...names].sort((a, b) => (a.replace('$', 'S') < b.replace('$', 'S') ? -1 : 1)),
  )
})

test('schemas of several files that want one name are told apart by what is around them', async () => {
  const { schemas } = await loadValid(
    withMessage(
      'payload: { properties: { a: { $ref: "#/components/schemas/Order" }, b: { $ref: "b.yaml#/definitions/Order" }, c: { $ref: "c.yaml#/definitions/Order" }, d: { $ref: "#/components/schemas/A/properties/x" }, e: { $ref: "#/components/schemas/B/properties/x" } } }',
      'components: { schemas: { Order: {}, A: { properties: { x: {} } }, B: { properties: { x: {} } } } }',
    ),
    { 'b.yaml': 'definitions: { Order: {} }', 'c.yaml': 'definitions: { Order: {} }' },
  )
  expect(schemas.map(({ name, origin }) => [name, `${origin.file}#${origin.pointer}`])).toEqual([
    ['A.x', 'asyncapi.yaml#/components/schemas/A/properties/x'],
    ['B.x', 'asyncapi.yaml#/components/schemas/B/properties/x'],
    ['Order', 'asyncapi.yaml#/components/schemas/Order'],
    ['b.Order', 'b.yaml#/definitions/Order'],
    ['c.Order', 'c.yaml#/definitions/Order'],
  ])
})

test('any name makes a reference that is a legal URI fragment, and can be read back', () => {
  for (const name of ['Order', 'a/b ~c', '%20', '#', '"`x', 'Ünï', '\u2028']) {
    expect(referencedSchema(schemaReference(name))).toBe(name)
    expect(schemaReference(name)).toMatch(/^#\/schemas\/[A-Za-z0-9\-_.!~*'()%]*$/)
    expect(referenceIn({ $ref: schemaReference(name) })).toBe(name)
  }
  expect(schemaReference('\ud800')).toBe('#/schemas/%EF%BF%BD')
  expect(referenceIn({ type: 'string' })).toBeUndefined()
})

test('a schema that AsyncAPI does not allow is one finding', async () => {
  const { findings } = await load(withMessage2('payload: { properties: { a: { type: string, required: true } } }'))
  expect(printFindings(findings)).toEqual(['error asyncapi-document-resolved asyncapi.yaml:7:63'])
})

test('a payload of true takes any value in 2.x', async () => {
  expect(onlyEvent(await loadValid(withMessage2('payload: true'))).payload).toBe(true)
})
