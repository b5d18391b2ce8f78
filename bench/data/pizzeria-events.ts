import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const cities = ['Napoli', 'Roma', 'Torino', 'Pisa']
const pizzas = ['Margherita', 'Diavola', 'Marinara', 'Funghi', 'Bufala'] as const

/** One event of Mario's Pizzeria as a structured CloudEvent; the same number gives the same. */
export function eventOf(number: number): Readonly<Record<string, unknown>> {
  const orderId = String(number >> 1)
  const time = new Date(Date.UTC(2026, 0, 1) + number * 1234).toISOString()
  const hex = number.toString(16).padStart(12, '0')
  const context = {
    specversion: '1.0',
    id: `01954d2e-7c1b-7a3f-9f43-${hex}`,
    source: 'mario-pizzeria/orders',
    time,
    subject: orderId,
    datacontenttype: 'application/json',
    partitionkey: orderId,
  }
  const price = { amount: `${8 + (number % 9)}.50`, currency: 'EUR' }
  switch (number % 4) {
    case 0:
      return { ...context, type: 'OrderCreated', data: { orderId, customerId: `customer-${number % 977}` } }
    case 3:
      return {
        ...context,
        type: 'OrderCancelled',
        data: { orderId, customerId: `customer-${number % 977}`, reason: 'changed my mind', cancelledAt: time },
      }
    default:
      return {
        ...context,
        type: 'OrderConfirmed',
        data: {
          orderId,
          customerId: `customer-${number % 977}`,
          items: Array.from({ length: 1 + (number % 4) }, (_, at) => ({
            pizza: pizzas[(number + at) % pizzas.length],
            size: at % 2 === 0 ? 'large' : 'medium',
            quantity: 1 + (at % 3),
            price,
          })),
          total: price,
          deliveryAddress: { street: `Via Toledo ${number % 200}`, postalCode: '80134', city: cities[number % 4] },
          confirmedAt: time,
        },
      }
  }
}

/** Every so many events, one breaks the contract. */
export interface Faults {
  readonly every: number
}

/** Writes NDJSON of at least so many bytes, and tells how many events it has. */
export async function writePizzeriaEvents(file: string, bytes: number, faults?: Faults): Promise<number> {
  const stream = createWriteStream(file)
  let written = 0
  let count = 0
  while (written < bytes) {
    let block = ''
    for (; block.length < 1 << 20 && written + block.length < bytes; count++) {
      const event = eventOf(count)
      const isBroken = faults !== undefined && count % faults.every === 0
      block += `${JSON.stringify(isBroken ? { ...event, data: { orderId: count } } : event)}\n`
    }
    written += block.length
    if (!stream.write(block)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
  return count
}
