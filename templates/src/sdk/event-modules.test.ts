import type { Contract } from '@tidings/contract'
import { expect, test } from 'vitest'
import { buildChannel, buildContract, buildEvent, buildOperation, buildSchema } from '../fixtures/build-contract.js'
import { renderFile } from '../fixtures/render.js'

test('print the class of an event, its data and its handler', async () => {
  const contract = buildContract({
    channels: [buildChannel('orders', { events: ['OrderConfirmed'] })],
    operations: [buildOperation('announce', { channel: 'orders', events: ['OrderConfirmed'] })],
    events: [
      buildEvent('OrderConfirmed', {
        type: 'com.mariopizzeria.order.confirmed.v1',
        source: 'mario-pizzeria/orders',
        version: 1,
        key: { in: 'payload', path: ['orderId'] },
        aggregate: 'Order',
        summary: 'The restaurant has accepted an order.',
        channels: ['orders'],
        payload: {
          type: 'object',
          required: ['orderId', 'items'],
          properties: {
            orderId: { type: 'string', description: "The order's id." },
            items: { type: 'array', items: { $ref: '#/schemas/OrderItem' } },
          },
        },
      }),
    ],
    schemas: [
      buildSchema('OrderItem', { type: 'object', required: ['pizza'], properties: { pizza: { type: 'string' } } }),
    ],
  })
  expect(await renderFile(contract, 'events/order-confirmed.ts')).toBe(`\
import { defineEvent, Event, type EventDescriptor, type EventHandler, jsonCodec } from '@tidings/runtime/sdk/v1'
import type { OrderItem } from '../schemas/order-item.js'
import { printData } from '../serialisers/order-confirmed.js'
import { validateData } from '../validators/order-confirmed.js'

/**
 * The restaurant has accepted an order.
 *
 * From \`#/components/messages/OrderConfirmed\` of asyncapi.yaml.
 */
export class OrderConfirmed extends Event<{
  type: 'com.mariopizzeria.order.confirmed.v1'
  source: string
  data: OrderConfirmedData
}> {
  static readonly type = 'com.mariopizzeria.order.confirmed.v1'
  static readonly descriptor: EventDescriptor<OrderConfirmed> = /* @__PURE__ */ defineEvent({
    name: 'OrderConfirmed',
    type: 'com.mariopizzeria.order.confirmed.v1',
    kind: 'integration',
    version: 1,
    source: 'mario-pizzeria/orders',
    key: { in: 'payload', path: ['orderId'] },
    aggregate: 'Order',
    channels: { orders: { address: 'orders', action: 'send' } },
    codec: /* @__PURE__ */ jsonCodec({ data: validateData, print: printData }),
  })
}

export interface OrderConfirmedData {
  /** The order's id. */
  readonly orderId: string
  readonly items: readonly OrderItem[]
}

/** Reacts to {@link OrderConfirmed}. */
export type OrderConfirmedHandler = EventHandler<OrderConfirmed>
`)
})

test('print an event without data, without a source of its own', async () => {
  const { source: _, ...pinged } = buildEvent('Pinged', { deprecated: true })
  expect(await renderFile(buildContract({ events: [pinged] }), 'events/pinged.ts')).toBe(`\
import { defineEvent, Event, type EventDescriptor, type EventHandler, jsonCodec } from '@tidings/runtime/sdk/v1'

/**
 * From \`#/components/messages/Pinged\` of asyncapi.yaml.
 *
 * @deprecated
 */
export class Pinged extends Event<{
  type: 'Pinged'
}> {
  static readonly type = 'Pinged'
  static readonly descriptor: EventDescriptor<Pinged> = /* @__PURE__ */ defineEvent({
    name: 'Pinged',
    type: 'Pinged',
    kind: 'integration',
    channels: {},
    codec: /* @__PURE__ */ jsonCodec({}),
  })
}

/** Reacts to {@link Pinged}. */
export type PingedHandler = EventHandler<Pinged>
`)
})

test('demand a destination where the event does not find its way alone', async () => {
  const contract = buildContract({
    channels: [
      buildChannel('archive', { events: ['Moved'] }),
      buildChannel('parcels', {
        address: 'parcels/{id}/{zone}',
        parameters: [
          { name: 'id', location: { in: 'payload', path: ['id'] } },
          { name: 'zone', enum: ['a', 'b'] },
        ],
        events: ['Moved'],
      }),
    ],
    operations: [
      buildOperation('archive', { events: ['Moved'] }),
      buildOperation('move', { channel: 'parcels', events: ['Moved'] }),
    ],
    events: [
      buildEvent('Moved', {
        channels: ['archive', 'parcels'],
        payload: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
        headers: { type: 'object', required: ['tenant'], properties: { tenant: { type: 'string' } } },
      }),
    ],
  })
  const printed = await renderFile(contract, 'events/moved.ts')
  expect(between(printed, 'export class', '\n}\n')).toBe(`\
export class Moved extends Event<{
  type: 'Moved'
  source: string
  data: MovedData
  headers: MovedHeaders
  destination:
    | { readonly channel: 'archive' }
    | { readonly channel: 'parcels'; readonly parameters: { readonly zone: 'a' | 'b' } }
}> {
  static readonly type = 'Moved'
  static readonly descriptor: EventDescriptor<Moved> = /* @__PURE__ */ defineEvent({
    name: 'Moved',
    type: 'Moved',
    kind: 'integration',
    source: 'shop',
    channels: {
      archive: { address: 'archive', action: 'send' },
      parcels: { address: 'parcels/{id}/{zone}', action: 'send', parameters: { id: { in: 'payload', path: ['id'] } } },
    },
    codec: /* @__PURE__ */ jsonCodec({ data: validateData, headers: validateHeaders, print: printData }),
    headers: ['tenant'],
  })`)
})

test('give each version a module, and the newest the plain name', async () => {
  const version = (number: number) =>
    buildEvent(`price-${number}`, { name: 'PriceChanged', version: number, payload: { type: 'string' } })
  const contract = buildContract({ events: [version(1), version(10), version(2)] })
  expect(await renderFile(contract, 'events/price-changed.ts')).toBe(`\
import type { Upcaster } from '@tidings/runtime/sdk/v1'
import type { PriceChangedV1 } from './price-changed-v1.js'
import type { PriceChangedV2 } from './price-changed-v2.js'
import type { PriceChangedV10 } from './price-changed-v10.js'

export {
  PriceChangedV10 as PriceChanged,
  type PriceChangedV10Data as PriceChangedData,
  type PriceChangedV10Handler as PriceChangedHandler,
} from './price-changed-v10.js'

/** Makes the data of {@link PriceChangedV2} from that of {@link PriceChangedV1}. */
export type PriceChangedV1Upcaster = Upcaster<PriceChangedV1, PriceChangedV2>

/** Makes the data of {@link PriceChangedV10} from that of {@link PriceChangedV2}. */
export type PriceChangedV2Upcaster = Upcaster<PriceChangedV2, PriceChangedV10>
`)
  expect(await renderFile(contract, 'events/price-changed-v10.ts')).toContain(
    'earlier: [PriceChangedV1, PriceChangedV2]',
  )
  expect(await renderFile(contract, 'events/price-changed-v2.ts')).not.toContain('earlier')
})

const withPayload = (schema: string): Contract =>
  buildContract({
    events: [buildEvent('Moved', { payload: { $ref: `#/schemas/${schema}` } })],
    schemas: [buildSchema(schema, { type: 'object', properties: {} })],
  })

test('call the data of an event by a shared schema', async () => {
  const printed = await renderFile(withPayload('Parcel'), 'events/moved.ts')
  expect(printed).toContain("import type { Parcel } from '../schemas/parcel.js'\n")
  expect(printed).toContain('\n\nexport type MovedData = Parcel\n\n')
})

test('have one type where a shared schema is called like the event', async () => {
  const printed = await renderFile(withPayload('Moved'), 'events/moved.ts')
  expect(printed).toContain("import type { MovedData } from '../schemas/moved-data.js'\n")
  expect(printed).not.toContain('type MovedData =')
})

test('refuse to publish what is not JSON', async () => {
  const contract = buildContract({
    events: [buildEvent('Moved', { contentType: 'avro/binary', payload: { type: 'string' } })],
  })
  expect(await renderFile(contract, 'events/moved.ts')).toContain(
    "codec: /* @__PURE__ */ unsupportedCodec('avro/binary', { data: validateData }),",
  )
})

test('keep a media type of JSON that is not the plain one', async () => {
  const contract = buildContract({ events: [buildEvent('Moved', { contentType: 'application/vnd.moved+json' })] })
  expect(await renderFile(contract, 'events/moved.ts')).toContain(
    "jsonCodec({ contentType: 'application/vnd.moved+json' })",
  )
})

test('import under another name what an event is called like', async () => {
  const contract = buildContract({ events: [buildEvent('jsonCodec')] })
  const printed = await renderFile(contract, 'events/json-codec.ts')
  expect(printed).toContain('export class JsonCodec extends Event<{')
})

function between(text: string | undefined, start: string, end: string): string | undefined {
  const from = text?.indexOf(start) ?? -1
  return text?.slice(from, text.indexOf(end, from))
}
