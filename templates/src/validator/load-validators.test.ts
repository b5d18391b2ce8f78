import type { NamedSchema, Schema } from '@tidings/contract'
import * as runtime from '@tidings/runtime/sdk/v1'
import { expect, test } from 'vitest'
import { loadValidators as bundleValidators } from './fixtures/load-validators.js'
import { loadValidators } from './load-validators.js'

const schemas: Readonly<Record<string, Schema>> = {
  Tree: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1 },
      children: { type: 'array', items: { $ref: '#/schemas/Tree' } },
    },
    additionalProperties: false,
  },
  Owner: {
    type: 'object',
    properties: { mail: { type: 'string', format: 'email' }, tree: { $ref: '#/schemas/Tree' } },
  },
}
const payloads: readonly Schema[] = [
  { $ref: '#/schemas/Tree' },
  { allOf: [{ $ref: '#/schemas/Owner' }, { required: ['tree'] }] },
  { oneOf: [{ type: 'integer', multipleOf: 3 }, { enum: ['"`${1}`"', 'ü', { a: 1 }] }] },
  { type: 'array', uniqueItems: true, items: { type: 'string', pattern: '^\\d+$', maxLength: 3 } },
  false,
]
const values: readonly unknown[] = [
  { name: 'a' },
  { name: 'a', children: [{ name: '' }] },
  { name: 'a', children: [{ name: 'b', extra: 1 }] },
  { tree: { name: 'a' }, mail: 'ada@example.com' },
  { tree: { name: 'a' }, mail: 'nobody' },
  { mail: 'ada@example.com' },
  9,
  10,
  '"`${1}`"',
  { a: 1 },
  ['1', '22'],
  ['1', '1'],
  ['1', 'x'],
  null,
]

test('a validator of this process says what the printed one says, in both modes', async () => {
  const events = payloads.map((payload, index) => ({ id: String(index), payload }))
  const printed = (await bundleValidators(events, schemas)).validators
  const named = Object.entries(schemas).map(([name, schema]): NamedSchema => ({ name, schema, origin }))
  const load = loadValidators<runtime.Validate>(named, runtime)
  const verdicts = new Set<boolean>()

  payloads.forEach((payload, index) => {
    const validate = load(payload)
    for (const value of values) {
      for (const mode of ['strict', 'tolerant'] as const) {
        const said = validate(value, mode)
        expect(said).toEqual(printed[index]?.validateData(value, mode))
        verdicts.add(said === undefined)
      }
    }
  })
  expect(verdicts.size).toBe(2)
})

const origin = { file: 'asyncapi.yaml', pointer: '', line: 1, column: 1 }
