import { expect, test } from 'vitest'
import { buildChannel, buildContract, buildEvent, buildOperation } from '../fixtures/build-contract.js'
import { renderFile } from '../fixtures/render.js'
import { shop } from '../fixtures/shop.js'

test('are absent where the contract has none', async () => {
  expect(await renderFile(buildContract({ events: [buildEvent('A')] }), 'operations.ts')).toBeUndefined()
})

test('print what is sent', async () => {
  const contract = buildContract({
    channels: [buildChannel('orders', { events: ['Confirmed', 'Placed'] })],
    operations: [
      buildOperation('recordOrder', {
        channel: 'orders',
        events: ['Confirmed', 'Placed'],
        summary: 'Records an order.',
      }),
    ],
    events: [buildEvent('Confirmed', { channels: ['orders'] }), buildEvent('Placed', { channels: ['orders'] })],
  })
  expect(await renderFile(contract, 'operations.ts')).toBe(`\
import type { Publishing } from '@tidings/runtime/sdk/v1'
import type { Confirmed } from './events/confirmed.js'
import type { Placed } from './events/placed.js'

/** What the application sends, by operation. */
export interface Publisher {
  /**
   * Records an order.
   *
   * From \`#/operations/recordOrder\` of asyncapi.yaml.
   */
  recordOrder(event: Confirmed | Placed): Promise<void>
}

/** A publisher that sends on \`bus\`. */
export function createPublisher(bus: Publishing): Publisher {
  return {
    recordOrder: (event) => bus.publish(event),
  }
}
`)
})

test('print what is received', async () => {
  const contract = buildContract({
    operations: [buildOperation('watch orders', { action: 'receive', events: ['Confirmed', 'Placed'] })],
    events: [buildEvent('Confirmed'), buildEvent('Placed')],
  })
  expect(await renderFile(contract, 'operations.ts')).toBe(`\
import type { Handler, Subscribing } from '@tidings/runtime/sdk/v1'
import { Confirmed } from './events/confirmed.js'
import { Placed } from './events/placed.js'

/** What the application does with what it receives, by operation. */
export interface Handlers {
  /** From \`#/operations/watch orders\` of asyncapi.yaml. */
  readonly watchOrders: Handler<Confirmed | Placed>
}

/** Subscribes each handler to the events of its operation; the operation's name is the subscription's. */
export function subscribeHandlers(bus: Subscribing, handlers: Handlers): void {
  bus.subscribe('watchOrders', [Confirmed, Placed], handlers.watchOrders)
}
`)
})

test('send to the channel of the operation where an event has several, and elsewhere where it leads', async () => {
  const contract = buildContract({
    channels: [
      buildChannel('a', { address: 'a/{x}', events: ['Far', 'Near'] }),
      buildChannel('b', { events: ['Far'] }),
      buildChannel('c', { events: ['Far', 'Near'] }),
    ],
    operations: [
      buildOperation('toA', { channel: 'a', events: ['Far'] }),
      buildOperation('toB', { channel: 'b', events: ['Far'] }),
      buildOperation('toC', { channel: 'c', events: ['Far', 'Near'] }),
    ],
    events: [buildEvent('Far', { channels: ['a', 'b', 'c'] }), buildEvent('Near', { channels: ['c'] })],
  })
  expect(await renderFile(contract, 'operations.ts')).toContain(`
  return {
    toA: (event, parameters) => bus.publish(event, { channel: 'a', parameters }),
    toB: (event) => bus.publish(event, { channel: 'b' }),
    toC(event) {
      if (event instanceof Far) return bus.publish(event, { channel: 'c' })
      return bus.publish(event)
    },
  }
`)
})

test('hand the newest of several versions to a handler', async () => {
  expect(await renderFile(shop, 'operations.ts')).toContain(
    "bus.subscribe('followPrices', PriceChanged, handlers.followPrices)",
  )
})

test('type requests and their replies', async () => {
  expect(await renderFile(shop, 'operations.ts')).toContain(`
/** What is asked and what answers it, by operation. Types alone: the bus makes no remote calls. */
export interface Requests {
  /** From \`#/operations/ask\` of asyncapi.yaml. */
  readonly ask: { readonly request: Ping; readonly reply: Pong }
}
`)
})
