import type { Contract, Schema } from '@tidings/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateModels } from '../../generator/src/languages/generate-models.js'
import { arbitraryOf } from '../schema-values/arbitrary-of.js'
import { mutationsOf } from '../schema-values/mutations-of.js'
import { printTypes } from './judgements.js'
import { checkTypes } from './type-check.js'

/** Of the kind that Modelina is right about: no tuples, no constants that are objects, no maps beside properties. */
const schemas: Readonly<Record<string, Schema>> = {
  Money: {
    type: 'object',
    required: ['amount', 'currency'],
    properties: { amount: { type: 'string' }, currency: { type: 'string', enum: ['EUR', 'CHF'] } },
  },
  OrderLine: {
    type: 'object',
    required: ['pizza', 'price'],
    properties: {
      pizza: { type: 'string' },
      'odd name': { type: 'integer' },
      size: { type: 'string', enum: ['small', 'large'] },
      price: { $ref: '#/schemas/Money' },
      toppings: { type: 'array', items: { type: 'string' } },
    },
  },
  PlacedOrder: {
    type: 'object',
    required: ['id', 'lines', 'channel'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      lines: { type: 'array', items: { $ref: '#/schemas/OrderLine' } },
      channel: { type: 'string', const: 'web' },
      note: { type: ['string', 'null'] },
      express: { type: 'boolean' },
      address: { type: 'object', required: ['street'], properties: { street: { type: 'string' } } },
      counts: { type: 'object', additionalProperties: { type: 'number' } },
      parent: { $ref: '#/schemas/PlacedOrder' },
    },
  },
}

const origin = { file: 'asyncapi.yaml', pointer: '', line: 1, column: 1 }

const contract: Contract = {
  model: 1,
  asyncapi: '3.0.0',
  title: 'Second opinion',
  version: '1.0.0',
  defaultContentType: 'application/json',
  perspective: 'application',
  servers: [],
  channels: [],
  operations: [],
  events: [],
  schemas: Object.entries(schemas).map(([name, schema]) => ({ name, schema, origin })),
}

/** All models as one module, with lists that are as readonly as ours. */
async function modelinaTypes(): Promise<string> {
  const files = await generateModels(contract, 'typescript')
  return files
    .map(({ text }) =>
      text
        .replaceAll(/^(?:import|export) .*$/gm, '')
        .replaceAll(/^(?=interface |type )/gm, 'export ')
        .replaceAll(/(?<=: )(?=\w+\[\])/g, 'readonly '),
    )
    .join('\n')
}

test('our types and those of Modelina take the same values', { timeout: 120_000 }, async () => {
  const { text, names } = printTypes(schemas)
  const values = Object.entries(schemas).flatMap(([name, schema]) => {
    const arbitrary = arbitraryOf(schema, schemas)
    const valid = arbitrary === undefined ? [] : fc.sample(arbitrary, { numRuns: 8, seed: 20 })
    const all = valid.flatMap((value) => [value, ...[...mutationsOf(value)].map((mutation) => mutation.value)])
    return all.filter((_, at) => at % 7 === 0).map((value) => ({ name, value }))
  })
  const [ours, theirs] = checkTypes([
    { declarations: text, assignments: values.map(({ name, value }) => ({ type: names.get(name) ?? '', value })) },
    { declarations: await modelinaTypes(), assignments: values.map(({ name, value }) => ({ type: name, value })) },
  ])
  const apart = values.filter((_, at) => ours?.verdicts[at] !== theirs?.verdicts[at])

  expect([ours?.problems, theirs?.problems]).toEqual([[], []])
  expect(apart).toEqual([])
  expect(new Set(ours?.verdicts)).toEqual(new Set([true, false]))
})
