import { type Schema, schemaReference } from '@tidings/contract'
import { expect, test } from 'vitest'
import { unwind } from './unwind.js'

const ref = (name: string): Schema => ({ $ref: schemaReference(name) })
const unwound = (name: string, schemas: Readonly<Record<string, Schema>>) =>
  unwind(name, schemas[name] ?? true, (other) => schemas[other])

test('a schema that enters the value before it comes back is left as it is', () => {
  const tree: Schema = { type: 'object', properties: { left: ref('Tree') }, additionalProperties: ref('Tree') }

  expect(unwound('Tree', { Tree: tree })).toBe(tree)
})

test('a sub-type has all of its base but the list of sub-types', () => {
  const schemas: Record<string, Schema> = {
    Animal: { required: ['name'], oneOf: [ref('Dog'), ref('Cat')] },
    Dog: { allOf: [ref('Animal'), { required: ['bark'] }] },
    Cat: { allOf: [ref('Animal'), { required: ['meow'] }] },
  }

  expect(unwound('Animal', schemas)).toEqual(schemas['Animal'])
  expect(unwound('Dog', schemas)).toEqual({ allOf: [{ required: ['name'] }, { required: ['bark'] }] })
})

test('an alternative that is the schema itself adds nothing', () => {
  const schemas: Record<string, Schema> = {
    Word: { anyOf: [ref('Number'), { type: 'string' }] },
    Number: { anyOf: [ref('Word'), { type: 'number' }] },
  }

  expect(unwound('Word', schemas)).toEqual({ anyOf: [{ anyOf: [false, { type: 'number' }] }, { type: 'string' }] })
})

test('a circle of mere references says nothing', () => {
  expect(unwound('A', { A: ref('B'), B: ref('A') })).toBe(true)
})
