import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import { expect } from 'vitest'
import { type Pizzeria, price } from './open-pizzeria.js'

/** A program that reads what is at an address, and one that writes there. */
export interface Foreign {
  /** Makes what keeps events for it, where the broker keeps none for those who come later. */
  prepare?(url: string, orders: string, kitchen: string): Promise<void>
  /** What it has read so far. */
  read(url: string, address: string): Promise<readonly CloudEventObject[]>
  write(url: string, address: string, event: CloudEventObject): Promise<void>
}

const orders = 'mario-pizzeria/orders'
const kitchen = 'mario-pizzeria/kitchen'

/** The pizzeria confirms an order, and the kitchen's tablet is a foreign program. */
export async function converse(pizzeria: Pizzeria, { prepare, read, write }: Foreign): Promise<void> {
  const { url, screenTexts } = pizzeria
  await prepare?.(url, orders, kitchen)
  const order = await pizzeria.confirmOrder()

  let found: readonly CloudEventObject[] = []
  const look = async () => {
    found = (await read(url, orders)).filter(({ subject }) => subject === order)
    return found.length
  }
  await expect.poll(look, { timeout: 30_000, interval: 200 }).toBe(1)
  expect(found[0]).toMatchObject({
    specversion: '1.0',
    source: 'mario-pizzeria/orders',
    type: 'com.mariopizzeria.order.confirmed.v1',
    subject: order,
    datacontenttype: 'application/json',
    data: { orderId: order, pizzas: 1, total: price, confirmedAt: '2026-03-14T18:30:00.000Z' },
  })

  await write(url, kitchen, orderReady(order))
  await expect
    .poll(() => screenTexts, { timeout: 30_000 })
    .toContain(`order ${order}: ready, please come to the counter`)
}

const orderReady = (order: string): CloudEventObject => ({
  specversion: '1.0',
  id: `tablet-${order}`,
  source: 'mario-pizzeria/kitchen',
  type: 'com.mariopizzeria.order.ready.v1',
  time: '2026-03-14T18:42:00Z',
  datacontenttype: 'application/json',
  partitionkey: order,
  data: { orderId: order, preparationTime: 'PT11M30S' },
})

/** One CloudEvent in JSON on each line. */
export const eventsIn = (lines: string): readonly CloudEventObject[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

/** How NATS and AMQP name an address: their words are separated by dots. */
export const dotted = (address: string): string => address.replaceAll('/', '.')

/** How Kafka does. */
export const topicOf = (address: string): string => address.replaceAll('/', '_2F')
