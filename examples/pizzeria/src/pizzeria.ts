import type { Hooks, InMemoryBus, Resolve } from '@tidings/runtime'
import { createBus } from '@tidings/runtime'
import { type InMemoryTransport, inMemory } from '@tidings/runtime/in-memory'
import type { OrderDesk } from './orders/order-desk.js'
import type { Services } from './services.js'
import { subscribeAll, upcasters } from './subscriptions.js'

/** The running application: where orders are taken, and the bus that carries what happens to them. */
export interface Pizzeria {
  readonly desk: OrderDesk
  readonly bus: InMemoryBus
}

export interface PizzeriaOptions {
  readonly services: Services
  /** Shared with other applications; one of its own unless given. */
  readonly transport?: InMemoryTransport
  readonly now?: () => Date
  readonly hooks?: Hooks
}

/** The bus with all subscriptions. `resolve` makes the handlers. */
export function createPizzeriaBus(
  { transport = inMemory(), hooks = {} }: PizzeriaOptions,
  resolve: Resolve,
): InMemoryBus {
  const bus = createBus({ application: 'mario-pizzeria', transport, upcasters, resolve, hooks })
  subscribeAll(bus)
  return bus
}
