import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import * as formats from 'ajv-formats'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'
import { createFit } from './fit.js'

const suite = fileURLToPath(new URL('../../../../shared/json-schema-test-suite/draft7/', import.meta.url))

interface Group {
  readonly schema: JsonTree
  readonly tests: readonly { readonly description: string; readonly data: JsonTree; readonly valid: boolean }[]
}

describe.skipIf(!existsSync(suite))("the JSON Schema project's own tests (skipped where they are not there)", () => {
  test.each(readdirSync(suite).filter((name) => name.endsWith('.json')))(
    '%s: what does not fit never passes',
    (name) => {
      const groups: readonly Group[] = JSON.parse(readFileSync(suite + name, 'utf8'))
      const passed = groups.flatMap(({ schema, tests }) => {
        const fit = createFit({ root: isObject(schema) ? schema : {} })
        return tests.filter(({ data, valid }) => !valid && fit(schema, data)).map(({ description }) => description)
      })
      expect(passed).toEqual([])
    },
  )

  test('most of what fits passes', () => {
    const cases = readdirSync(suite)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name): readonly Group[] => JSON.parse(readFileSync(suite + name, 'utf8')))
      .flatMap(({ schema, tests }) => {
        const fit = createFit({ root: isObject(schema) ? schema : {} })
        return tests.filter(({ valid }) => valid).map(({ data }) => fit(schema, data))
      })
    expect(cases.filter(Boolean).length / cases.length).toBeGreaterThan(0.8)
  })
})

const require = createRequire(createRequire(import.meta.url).resolve('@asyncapi/parser'))

test.each(['2.0.0', '2.6.0', '3.0.0', '3.1.0'])('no document of %s passes that Ajv refuses', (version) => {
  const specification: JsonObject = JSON.parse(
    readFileSync(require.resolve(`@asyncapi/specs/schemas/${version}.json`), 'utf8'),
  )
  const isValid = compile(specification)
  let passed = 0
  fc.assert(
    fc.property(documentsOf(version), (document) => {
      const fits = createFit({ root: specification, flags: '' })(specification, document)
      if (fits) passed++
      if (fits && !isValid(document)) throw new Error(JSON.stringify(isValid.errors?.[0]))
    }),
    { numRuns: 400 },
  )
  expect(passed).toBeGreaterThan(20)
})

test('what cannot be read as a pattern is in doubt, and not thrown', () => {
  for (const schema of [{ pattern: '(' }, { patternProperties: { '(': true } }]) {
    expect(createFit({ root: schema })(schema, 'a')).toBe('patternProperties' in schema)
    expect(createFit({ root: schema })(schema, { a: 1 })).toBe('pattern' in schema)
  }
})

test('a value that holds itself fits where it fits as it is written, too', () => {
  const reference = { $ref: '#/node' }
  const whole: JsonObject = { name: 'a', next: reference }
  const nameless: JsonObject = { next: reference }
  const node = (required: readonly string[]): JsonObject => ({
    definitions: {
      node: { type: 'object', required, properties: { name: {}, next: { $ref: '#/definitions/node' }, $ref: {} } },
    },
  })
  const fits = (root: JsonObject, value: JsonObject) =>
    createFit({ root, follow: (seen) => (seen === reference ? value : seen) })(
      { $ref: '#/definitions/node' },
      reference,
    )

  expect(fits(node([]), whole)).toBe(true)
  expect(fits(node(['name']), nameless)).toBe(false)
  expect(fits(node(['next']), whole)).toBe(false)
})

function compile({ definitions, ...schema }: JsonObject): ValidateFunction {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false, allowUnionTypes: true })
  const addFormats = formats.default as unknown as (ajv: Ajv) => Ajv
  addFormats(ajv)
  // Ajv brings it along
  const { 'http://json-schema.org/draft-07/schema': _, ...others } = isObject(definitions) ? definitions : {}
  return ajv.compile({ ...schema, definitions: others })
}

/** Documents that have something of everything, and something wrong now and then. */
function documentsOf(version: string): fc.Arbitrary<JsonObject> {
  const base: JsonTree = version.startsWith('2.') ? version2(version) : version3(version)
  const edits = fc.array(fc.record({ at: fc.nat(), what: fc.constantFrom(...changes) }), { maxLength: 3 })
  return edits.map((made) => made.reduce<JsonObject>((document, { at, what }) => changed(document, at, what), base))
}

const changes: readonly ((value: JsonTree, key: string) => Readonly<Record<string, JsonTree>>)[] = [
  () => ({}),
  (value, key) => ({ [key]: value, unknown: value }),
  (_, key) => ({ [key]: null }),
  (_, key) => ({ [key]: 7 }),
  (_, key) => ({ [key]: '' }),
  (_, key) => ({ [key]: 'not a: {value}' }),
  (_, key) => ({ [key]: [] }),
  (_, key) => ({ [key]: {} }),
  (value, key) => ({ [key]: [value, value] }),
  (value, key) => ({ [key]: { $ref: '#/x' }, [`x-${key}`]: value }),
  (value, key) => ({ [`${key} `]: value }),
  (value, key) => ({ [key]: { oneOf: [value] } }),
]

/** The document with one member of one of its objects changed. */
function changed(document: JsonObject, at: number, change: (typeof changes)[number]): JsonObject {
  const copy: JsonObject = structuredClone(document)
  const members: { holder: Record<string, JsonTree>; key: string }[] = []
  const walk = (value: JsonTree): void => {
    if (typeof value !== 'object' || value === null) return
    if (isObject(value)) for (const key of Object.keys(value)) members.push({ holder: value, key })
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(copy)
  const { holder, key } = members[at % members.length] ?? { holder: {}, key: '' }
  const value = holder[key] ?? null
  delete holder[key]
  Object.assign(holder, change(value, key))
  return copy
}

const payload = {
  type: 'object',
  description: 'A payload.',
  required: ['id', 'at'],
  properties: {
    id: { type: 'string', format: 'uuid', minLength: 1, pattern: '^[a-z]+$' },
    at: { type: ['string', 'null'], format: 'date-time' },
    amount: { type: 'number', minimum: 0, multipleOf: 0.01 },
    tags: { type: 'array', items: { enum: ['a', 'b', 3] }, uniqueItems: true, maxItems: 4 },
    either: { oneOf: [{ $ref: '#/components/schemas/Money' }, { not: { const: null } }] },
  },
  additionalProperties: false,
}

const info = {
  title: 'Shop',
  version: '1.0.0',
  contact: { name: 'Shop', url: 'https://example.com/shop', email: 'shop@example.com' },
  license: { name: 'Apache-2.0' },
}

const money = { type: 'object', properties: { currency: { type: 'string' } } }

const version2 = (version: string): JsonObject => ({
  asyncapi: version,
  id: 'urn:example:shop',
  info,
  tags: [{ name: 'a' }, { name: 'b', externalDocs: { url: 'https://example.com' } }],
  servers: { main: { url: 'mqtt://example.com:{port}', protocol: 'mqtt', variables: { port: { default: '1883' } } } },
  channels: {
    'orders/{id}': {
      parameters: { id: { schema: { type: 'string' } } },
      subscribe: {
        operationId: 'tell',
        message: { oneOf: [{ $ref: '#/components/messages/Placed' }, { name: 'Lost', payload }] },
      },
    },
  },
  components: {
    schemas: { Money: money },
    messages: { Placed: { contentType: 'application/json', headers: { type: 'object', properties: {} }, payload } },
    securitySchemes: { key: { type: 'httpApiKey', name: 'key', in: 'header' } },
  },
})

const version3 = (version: string): JsonObject => ({
  asyncapi: version,
  info: { ...info, tags: [{ name: 'a' }, { name: 'b' }], externalDocs: { url: 'https://example.com' } },
  defaultContentType: 'application/json',
  servers: {
    main: { host: 'example.com', protocol: 'kafka', bindings: { kafka: { schemaRegistryUrl: 'https://example.com' } } },
  },
  channels: {
    orders: {
      address: 'orders/{id}',
      servers: [{ $ref: '#/servers/main' }],
      parameters: { id: { enum: ['a', 'b'], location: '$message.payload#/id' } },
      messages: { Placed: { $ref: '#/components/messages/Placed' } },
      bindings: { kafka: { topic: 'orders', partitions: 3 } },
    },
  },
  operations: {
    tell: {
      action: 'send',
      channel: { $ref: '#/channels/orders' },
      messages: [{ $ref: '#/channels/orders/messages/Placed' }],
      reply: { channel: { $ref: '#/channels/orders' } },
      traits: [{ title: 'told' }],
    },
  },
  components: {
    schemas: {
      Money: money,
      Avro: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { type: 'string' } },
    },
    messages: {
      Placed: { name: 'Placed', payload, headers: { type: 'object' }, examples: [{ payload: { id: 'a' } }] },
    },
    securitySchemes: { key: { type: 'httpApiKey', name: 'key', in: 'header' } },
  },
})
