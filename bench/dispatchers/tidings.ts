import { OrderConfirmed } from '@mario/pizzeria-events'
import { createBus } from '@tidings/runtime'
import { type InMemoryOptions, inMemory } from '@tidings/runtime/in-memory'
import type { MakeDispatcher } from './dispatcher.js'

/** The whole bus: encoded, judged and decoded, with retries, time limits, dead letters and one lane for each key. */
export const tidings: MakeDispatcher = (handlers) => dispatcher('tidings, the whole bus with lanes', handlers)

/** The same without bytes. */
export const tidingsAsItIs: MakeDispatcher = (handlers) =>
  dispatcher('tidings, encoded when needed', handlers, { encode: 'when-needed' })

async function dispatcher(name: string, handlers: Parameters<MakeDispatcher>[0], options?: InMemoryOptions) {
  const bus = createBus({ transport: inMemory({ capacity: 100_000, ...options }) })
  for (const [index, handle] of handlers.entries()) {
    bus.subscribe(`handler-${index}`, OrderConfirmed, handle, { order: 'per-key' })
  }
  await bus.start()
  return { name, publish: (event: OrderConfirmed) => bus.publish(event) }
}
