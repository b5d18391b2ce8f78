import { AvroSchemaParser } from '@asyncapi/avro-schema-parser'
import { expect, test } from 'vitest'
import { load, loadValid, onlyEvent, printFindings, withMessage, withMessage2 } from '../fixtures/documents.js'
import type { Contract } from '../index.js'
import { readSchemaFormat } from './format.js'

test.each([
  [undefined, 'asyncapi'],
  ['application/vnd.aai.asyncapi;version=3.0.0', 'asyncapi'],
  ['application/vnd.aai.asyncapi+json;version=2.6.0', 'asyncapi'],
  ['application/schema+json;version=draft-07', 'asyncapi'],
  ['application/schema+yaml; version=draft-07', 'asyncapi'],
  ['application/schema+json;version=draft-2020-12', undefined],
  ['application/vnd.oai.openapi;version=3.0.3', 'openapi'],
  ['application/vnd.oai.openapi;version=3.1.0', undefined],
  ['application/vnd.apache.avro+yaml;version=1.9.0', 'avro'],
  ['application/raml+yaml;version=1.0', undefined],
  ['application/vnd.google.protobuf;version=3', undefined],
])('the schema format %s is read as %s', (text, want) => {
  expect(readSchemaFormat(text)).toBe(want)
})

test('a format that we do not read is a finding that names it and its message', async () => {
  const { contract, findings } = await load(
    withMessage('payload: { schemaFormat: application/vnd.google.protobuf;version=3, schema: "message A {}" }'),
  )
  expect(contract).toBeUndefined()
  expect(printFindings(findings)).toEqual(['error unsupported-schema-format asyncapi.yaml:8:34'])
  expect(findings[0]?.message).toContain(
    'message OrderPlaced writes its payload in the schema format application/vnd.google.protobuf;version=3',
  )
  const two = await load(withMessage2('name: Placed\nschemaFormat: application/raml+yaml;version=1.0\npayload: {}'))
  expect(printFindings(two.findings)).toEqual(['error unsupported-schema-format asyncapi.yaml:8:23'])
})

test('an OpenAPI schema becomes draft-07, inside and behind references too', async () => {
  const contract = await loadValid(
    withMessage(
      `
payload:
  schemaFormat: application/vnd.oai.openapi;version=3.0.0
  schema:
    type: object
    nullable: true
    example: { a: 1 }
    discriminator: { propertyName: kind }
    xml: { name: x }
    properties:
      a: { type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }
      b: { type: string, nullable: true, enum: [x, y] }
      c: { $ref: '#/components/schemas/C/schema' }
      d: { nullable: true }
      __proto__: { type: string, nullable: true }`,
      'components: { schemas: { C: { schemaFormat: application/vnd.oai.openapi;version=3.0.0, schema: { type: string, nullable: true } } } }',
    ),
  )
  const event = onlyEvent(contract)
  expect(event.schemaFormat).toBe('openapi')
  expect(JSON.stringify(event.payload)).toBe(
    JSON.stringify({
      type: ['object', 'null'],
      properties: {
        a: { type: 'integer', maximum: 9, exclusiveMinimum: 0 },
        b: { type: ['string', 'null'], enum: ['x', 'y', null] },
        c: { $ref: '#/schemas/C' },
        d: {},
        ['__proto__']: { type: ['string', 'null'] },
      },
      examples: [{ a: 1 }],
      discriminator: 'kind',
    }),
  )
  expect(contract.schemas.map(({ schema }) => schema)).toEqual([{ type: ['string', 'null'] }])
})

const avro = withMessage(`
payload: { schemaFormat: application/vnd.apache.avro;version=1.9.0, schema: { $ref: order.avsc } }
contentType: avro/binary
`)

const loadAvro = (schema: object): Promise<Contract> => loadValid(avro, { 'order.avsc': JSON.stringify(schema) })

test('named Avro types are schemas by their names, recursive ones too', async () => {
  const contract = await loadAvro({
    type: 'record',
    name: 'Order',
    namespace: 'com.shop',
    doc: 'What was ordered.',
    fields: [
      { name: 'id', type: 'string', doc: 'Its id.' },
      { name: 'state', type: { type: 'enum', name: 'State', symbols: ['OPEN', 'DONE'] } },
      { name: 'again', type: 'com.shop.State', default: 'OPEN' },
      { name: 'parent', type: ['null', 'Order'], default: null },
      {
        name: 'lines',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'Line',
            fields: [{ name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } }],
          },
        },
      },
      { name: 'notes', type: { type: 'map', values: 'Line' } },
    ],
  })
  expect(onlyEvent(contract)).toMatchObject({
    schemaFormat: 'avro',
    contentType: 'avro/binary',
    payload: { $ref: '#/schemas/Order' },
  })
  expect(contract.schemas.map(({ name, schema }) => [name, schema])).toEqual([
    [
      'Line',
      {
        type: 'object',
        required: ['at'],
        properties: { at: { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 } },
      },
    ],
    [
      'Order',
      {
        type: 'object',
        description: 'What was ordered.',
        required: ['id', 'state', 'lines', 'notes'],
        properties: {
          id: { type: 'string', description: 'Its id.' },
          state: { $ref: '#/schemas/State' },
          again: { allOf: [{ $ref: '#/schemas/State' }], default: 'OPEN' },
          parent: { oneOf: [{ $ref: '#/schemas/Order' }, { type: 'null' }], default: null },
          lines: { type: 'array', items: { $ref: '#/schemas/Line' } },
          notes: { type: 'object', additionalProperties: { $ref: '#/schemas/Line' } },
        },
      },
    ],
    ['State', { type: 'string', enum: ['OPEN', 'DONE'] }],
  ])
})

test("Avro without named types inside reads as AsyncAPI's own parser reads it", async () => {
  const schema = {
    type: 'record',
    name: 'Order',
    fields: [
      { name: 'n', type: 'null' },
      { name: 'b', type: 'boolean' },
      { name: 'i', type: 'int' },
      { name: 'f', type: 'float' },
      { name: 'd', type: 'double', doc: 'D.' },
      { name: 'y', type: 'bytes' },
      { name: 's', type: { type: 'string', logicalType: 'uuid' } },
      { name: 'u', type: ['null', 'string'], default: null },
      { name: 'm', type: { type: 'map', values: 'int' } },
      { name: 'a', type: { type: 'array', items: ['int', 'string'] } },
      { name: 'x', type: 'string', default: 'none' },
    ],
  }
  const { schemas } = await loadAvro(schema)
  const theirs = await AvroSchemaParser().parse({ data: schema, meta: {}, asyncapi: {} } as never)
  const { 'x-parser-schema-id': _, ...want } = theirs as Record<string, unknown>
  // they write the pattern of bytes with the characters themselves, a control character among them
  const written = JSON.stringify(want).replace('^[\\u0000-ÿ]*$', '^[\\\\u0000-\\\\u00ff]*$')
  expect(JSON.parse(JSON.stringify(schemas[0]?.schema))).toEqual(JSON.parse(written))
})

test('an Avro type that is defined nowhere takes any value, with a warning', async () => {
  const schema = { type: 'record', name: 'Order', fields: [{ name: 'item', type: 'Item' }] }
  const { contract, findings } = await load(avro, { 'order.avsc': JSON.stringify(schema) })
  expect(printFindings(findings)).toEqual(['warning unknown-avro-type order.avsc:1:43'])
  expect(contract?.schemas[0]?.schema).toEqual({ type: 'object', required: ['item'], properties: { item: true } })
})
