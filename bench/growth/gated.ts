import { OrderConfirmed } from '@mario/pizzeria-events'
import { createBus, type SubscribeOptions, type Transport } from '@tidings/runtime'
import { samples } from '../data/order-confirmed.js'

export interface GatedOptions {
  readonly transport: Transport
  readonly subscriptions?: number
  readonly options?: SubscribeOptions
}

/** A bus whose handlers wait until they are let go on, so that there is a backlog of the size that is wanted. */
export interface Gated {
  /** So many events, each under the next of so many keys. */
  publish(count: number, keys: number): Promise<void>
  /** Lets so many deliveries end; answers how long all of them took, in milliseconds. */
  handle(deliveries: number): Promise<number>
  close(): Promise<void>
}

export async function openGated({ transport, subscriptions = 1, options }: GatedOptions): Promise<Gated> {
  const bus = createBus({ application: 'bench', transport })
  let left = 0
  let go: (() => void)[] = []
  let ended = () => {}
  const handle = async () => {
    while (left === 0) await new Promise<void>((resolve) => go.push(resolve))
    if (--left === 0) ended()
  }
  for (let index = 0; index < subscriptions; index++) {
    bus.subscribe(`kitchen-${index}`, OrderConfirmed, handle, { timeoutMs: 3_600_000, ...options })
  }
  await bus.start()
  const [sample] = samples(1)
  return {
    async publish(count, keys) {
      for (let from = 0; from < count; from += batch) {
        const events = Array.from({ length: Math.min(batch, count - from) }, (_, index) => {
          const orderId = String((from + index) % keys)
          return new OrderConfirmed({ ...(sample as NonNullable<typeof sample>).data, orderId })
        })
        await bus.publish(events)
      }
    },
    handle(deliveries) {
      const start = performance.now()
      return new Promise((resolve) => {
        ended = () => resolve(performance.now() - start)
        left = deliveries
        for (const resume of go) resume()
        go = []
      })
    },
    async close() {
      left = Number.POSITIVE_INFINITY
      for (const resume of go) resume()
      await bus.close({ deadlineMs: 0 })
    },
  }
}

const batch = 500
