import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { splitDeep } from './split-deep.js'

test('a schema that is not deep is one part', () => {
  const schema: Schema = {
    properties: { a: { items: [{ anyOf: [true] }] } },
    patternProperties: { '^x-': { not: { enum: [1] } } },
    dependencies: { a: ['b'], b: { minProperties: 1 } },
  }

  expect(splitDeep(schema)).toMatchObject([{ schema, pointer: '' }])
  expect(splitDeep(schema)).toHaveLength(1)
})

test('deep parts know the way from the whole to them', () => {
  let schema: Schema = { type: 'string' }
  for (let level = 0; level < 10_000; level++)
    schema = level % 2 === 0 ? { properties: { 'a/b': schema } } : { items: schema }
  const parts = splitDeep(schema)

  expect(parts).toHaveLength(250)
  expect(parts[1]?.pointer).toBe('/items/properties/a~1b'.repeat(20))
})
