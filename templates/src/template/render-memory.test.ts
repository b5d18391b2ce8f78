import type { Contract, ContractEvent, Schema } from '@tidings/contract'
import { expect, test } from 'vitest'
import { shop } from '../fixtures/shop.js'
import { OutputFolder } from '../output/output.js'
import type { OutputFile } from '../output/output-file.js'
import type { RenderMemory } from './render-memory.js'
import { renderSdk } from './render-sdk.js'

type Edit = (event: ContractEvent) => Partial<ContractEvent>

/** The shop with some events edited. */
const edited = (edits: Readonly<Record<string, Edit>>, contract: Contract = shop): Contract => ({
  ...contract,
  events: contract.events.map((event) => ({ ...event, ...edits[event.id]?.(event) })),
})

const inexact: Schema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  minProperties: 1,
  patternProperties: { '^b': { type: 'number' } },
}
const pongWithPing: Schema = { type: 'object', required: ['a'], properties: { a: { $ref: '#/schemas/PingData' } } }
/** Pong holds the data of Ping, whose payload is given. */
const pinging = (payload: Schema): Contract => ({
  ...edited({ Ping: () => ({ payload }), Pong: () => ({ payload: pongWithPing }) }),
  schemas: [...shop.schemas, ...shop.schemas.slice(0, 1).map((named) => ({ ...named, name: 'PingData' }))],
})
const priceAsNumber: Schema = { type: 'object', required: ['price'], properties: { price: { type: 'number' } } }
const moved: Edit = ({ origin }) => ({ origin: { ...origin, line: 99, column: 9 } })

const cases: [name: string, steps: readonly Contract[]][] = [
  ['nothing', [shop, shop]],
  [
    'a payload',
    [shop, edited({ Ping: () => ({ payload: { type: 'object', properties: { at: { type: 'number' } } } }) })],
  ],
  ['one version of several', [shop, edited({ PriceChangedV1: () => ({ payload: { type: 'object' } }) })]],
  ['a description', [shop, edited({ Pong: () => ({ description: 'Answers.' }) })]],
  [
    'where all stand',
    [
      edited({ Ping: () => ({ payload: inexact }) }),
      edited({ Ping: (event) => ({ payload: inexact, ...moved(event) }), Pong: moved }),
    ],
  ],
  ['a payload that types cannot say whole', [shop, edited({ Ping: () => ({ payload: inexact }) }), shop]],
  [
    'an inexact payload to another',
    [
      edited({ Ping: () => ({ payload: inexact }) }),
      edited({ Ping: () => ({ payload: { ...inexact, maxProperties: 2 } }) }),
    ],
  ],
  [
    'a payload that nothing is to be gained from any more',
    [shop, edited({ Ping: () => ({ payload: {} }), Pong: () => ({ payload: {} }) }), shop],
  ],
  [
    'a payload that leaves a shared schema to another way of writing',
    [
      edited({ Ping: () => ({ payload: { type: 'object', properties: { a: { $ref: '#/schemas/Money' } } } }) }),
      edited({ Ping: () => ({ payload: { type: 'object', patternProperties: { a: { $ref: '#/schemas/Money' } } } }) }),
    ],
  ],
  [
    'a payload that was what a schema is called by',
    [pinging({ $ref: '#/schemas/PingData' }), pinging({ allOf: [{ $ref: '#/schemas/PingData' }] })],
  ],
  ['that a payload is gone', [shop, edited({ OrderConfirmed: () => ({ payload: { type: 'object' } }) })]],
  [
    'an event that is gone',
    [
      shop,
      {
        ...shop,
        events: shop.events.filter(({ id }) => id !== 'Ping'),
        channels: shop.channels.filter(({ id }) => id !== 'ping'),
        operations: [],
      },
    ],
  ],
  [
    'a shared schema',
    [shop, { ...shop, schemas: shop.schemas.map((named) => ({ ...named, schema: { type: 'object' as const } })) }],
  ],
  ['a name', [shop, edited({ Ping: () => ({ name: 'Pinged' }) })]],
]

test.each(cases)('a change of %s is rendered as if nothing was kept', async (_, steps) => {
  const memory: RenderMemory = {}
  for (const contract of steps) {
    expect(await renderSdk(contract, { memory })).toEqual(await renderSdk(contract))
  }
})

test('what is printed again is the event that has changed, and its other versions', async () => {
  const memory: RenderMemory = {}
  await renderSdk(shop, { memory })
  const printed: string[] = []
  const original = OutputFolder.prototype.for
  OutputFolder.prototype.for = function (this: OutputFolder, template) {
    const output = original.call(this, template)
    return {
      ...output,
      file(path, options): OutputFile {
        printed.push(path)
        return output.file(path, options)
      },
    }
  }
  try {
    await renderSdk(edited({ PriceChangedV1: () => ({ payload: priceAsNumber }) }), { memory })
  } finally {
    OutputFolder.prototype.for = original
  }
  // what they were before is printed too, to see what they no longer lead to
  expect(
    [...new Set(printed)].filter((path) => /^(?:events|validators|serialisers)\/(?!schemas)/.test(path)).sort(),
  ).toEqual([
    'events/price-changed-v1.ts',
    'events/price-changed-v2.ts',
    'events/price-changed.ts',
    'serialisers/price-changed-v1.ts',
    'serialisers/price-changed-v2.ts',
    'validators/price-changed-v1.ts',
    'validators/price-changed-v2.ts',
  ])
})
