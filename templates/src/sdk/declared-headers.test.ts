import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { declaredHeaders } from './declared-headers.js'

const schemas: Readonly<Record<string, Schema>> = {
  Traced: { properties: { traceId: { type: 'string' } }, allOf: [{ $ref: '#/schemas/Traced' }] },
}
const schemaOf = (name: string) => schemas[name]

test('are those of all parts of the schema, behind references too, sorted', () => {
  const schema: Schema = {
    allOf: [{ $ref: '#/schemas/Traced' }, { properties: { tenant: true } }],
    anyOf: [{ required: ['shop'] }, { oneOf: [{ properties: { branch: true } }] }],
    properties: { attempt: { properties: { inner: true } } },
  }
  expect(declaredHeaders(schema, schemaOf)).toEqual(['attempt', 'branch', 'shop', 'tenant', 'traceId'])
})

test('are none where the schema names none', () => {
  expect(declaredHeaders(undefined, schemaOf)).toEqual([])
  expect(declaredHeaders({ type: 'object', additionalProperties: { type: 'string' } }, schemaOf)).toEqual([])
})
