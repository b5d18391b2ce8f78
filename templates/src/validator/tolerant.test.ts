import type { Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { loadValidator } from './fixtures/load-validators.js'

const closed = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

async function modes(schema: Schema, value: unknown, schemas: Record<string, Schema> = {}) {
  const judge = await loadValidator(schema, schemas)
  return {
    strict: judge(value)?.map(({ pointer }) => pointer) ?? 'valid',
    tolerant: judge(value, 'tolerant')?.map(({ pointer }) => pointer) ?? 'valid',
  }
}

test('an undeclared property passes where an object is closed, at any depth and through references', async () => {
  const schemas = {
    Item: closed({ name: { type: 'string' } }),
    List: { type: 'array', items: { $ref: '#/schemas/Item' } },
  } as const
  const order = closed({ items: { $ref: '#/schemas/List' }, by: closed({ cook: { type: 'string' } }) })

  expect(await modes(order, { items: [{ name: 'a', x: 1 }], by: { cook: 'b', y: 2 }, z: 3 }, schemas)).toEqual({
    strict: ['/items/0/x'],
    tolerant: 'valid',
  })
})

test('everything else stays as strict', async () => {
  const order = closed({ id: { type: 'string' } })

  expect(await modes(order, { id: 1, x: 1 })).toEqual({ strict: ['/id'], tolerant: ['/id'] })
  expect(await modes(order, { x: 1 })).toEqual({ strict: ['/id'], tolerant: ['/id'] })
  expect(await modes({ additionalProperties: { type: 'string' } }, { x: 1 })).toEqual({
    strict: ['/x'],
    tolerant: ['/x'],
  })
  expect(await modes({ properties: { x: false } }, { x: 1 })).toEqual({ strict: ['/x'], tolerant: ['/x'] })
  expect(await modes({ ...(order as object), maxProperties: 1 }, { id: 'a', x: 1 })).toEqual({
    strict: [''],
    tolerant: [''],
  })
  expect(await modes({ items: [true], additionalItems: false }, [1, 2])).toEqual({ strict: [''], tolerant: [''] })
})

test('one of several closed objects is told by what it has, where an undeclared property makes more than one fit', async () => {
  const named = closed({ id: { type: 'string' }, name: { type: 'string' } })
  const one: Schema = { oneOf: [closed({ id: { type: 'string' } }), named] }

  expect(await modes(one, { id: 'a', name: 'b', x: 1 })).toMatchObject({ tolerant: 'valid' })
  expect(await modes(one, { x: 1 })).toMatchObject({ tolerant: ['/id'] })
})

test('alternatives without closed objects stay exclusive', async () => {
  const order: Schema = { ...(closed({ n: { oneOf: [{ minimum: 1 }, { maximum: 9 }] } }) as object) }

  expect(await modes(order, { n: 5, x: 1 })).toEqual({ strict: ['/n'], tolerant: ['/n'] })
})

test('an alternative that its constant names takes undeclared properties', async () => {
  const one: Schema = { oneOf: ['a', 'b'].map((kind) => closed({ kind: { const: kind } })) }

  expect(await modes(one, { kind: 'b', x: 1 })).toEqual({ strict: ['/x'], tolerant: 'valid' })
})

test('what a closed object excludes under not and if stays excluded', async () => {
  const schemas = { A: closed({ a: true }) }
  const not: Schema = { ...(closed({ v: { not: { $ref: '#/schemas/A' } } }) as object) }
  const condition: Schema = {
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ...(closed({ v: { if: closed({ a: true }), then: { maxProperties: 0 } } }) as object),
  }

  expect(await modes(not, { v: { a: 1, b: 2 }, x: 1 }, schemas)).toEqual({ strict: ['/x'], tolerant: 'valid' })
  expect(await modes(not, { v: { a: 1 }, x: 1 }, schemas)).toEqual({ strict: ['/v'], tolerant: ['/v'] })
  expect(await modes(condition, { v: { a: 1, b: 2 }, x: 1 })).toEqual({ strict: ['/x'], tolerant: 'valid' })
})
