import { type Connection, type Outgoing, type SubscriptionPlace, systemClock } from '@tidings/runtime/transport'
import { type DirectoryOptions, directory } from '../src/index.js'

export const leaseMs = 500
/** Of the data of a large message: to write that much takes a while. */
export const size = 8_000_000

/** As a bus does it. */
export const connect = (path: string, options: Partial<DirectoryOptions> = {}): Promise<Connection> =>
  directory({ path, leaseMs, pollMs: 50, maxPayload: size, ...options }).connect({
    application: 'Mario',
    clock: systemClock,
    warn: (warning) => console.error(warning),
  })

export const kitchen: SubscriptionPlace = {
  name: 'kitchen',
  application: 'Mario',
  sources: [{ address: 'orders/{orderId}', family: 'orders/{orderId}' }],
  types: ['OrderConfirmed'],
  order: 'none',
  start: 'now',
  prefetch: 5,
  maxDeliveries: 5,
}

export const confirmed = (id: string, data: Uint8Array): Outgoing => ({
  place: { address: 'orders/17', family: 'orders/{orderId}' },
  key: '17',
  message: {
    attributes: { specversion: '1.0', id, source: 'mario', type: 'OrderConfirmed', datacontenttype: 'text/plain' },
    data,
  },
})
