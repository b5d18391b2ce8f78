import type { Transport } from '../transport/transport.js'
import type { InMemoryTransport } from '../transports/in-memory/transport.js'
import { formatUriReference } from '../validation/formats/index.js'
import type { Bus, InMemoryBus } from './bus.js'
import type { BusOptions } from './bus-options.js'
import { EventBus } from './event-bus.js'
import { InMemoryEventBus } from './in-memory-event-bus.js'
import { createLinks } from './link.js'

export type { BusOptions } from './bus-options.js'

/**
 * Makes a bus; it connects when it is started. A service closes it when it is told to end; in memory, what was
 * published is handled before that.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: inMemory() })
 * bus.subscribe('kitchen', OrderConfirmed, async (event) => cook(event.data.items))
 * await bus.start()
 * await bus.publish(new OrderConfirmed({ orderId: '17', items }))
 * await bus.close()
 * ```
 */
export function createBus(options: BusOptions<InMemoryTransport>): InMemoryBus
export function createBus(options: BusOptions): Bus
export function createBus(options: BusOptions): Bus {
  checkApplication(options.application)
  const transports = createLinks(options.transport).map(({ transport }) => transport)
  return transports.every(isInMemory) ? new InMemoryEventBus(options, transports) : new EventBus(options)
}

/** It is stamped as the source of events, and must be fit for that. */
function checkApplication(application: string | undefined): void {
  if (application === undefined) return
  if (typeof application === 'string' && application !== '' && formatUriReference(application)) return
  const given = JSON.stringify(application)
  throw new TypeError(`application is ${given}; expected a name that is a URI reference, such as mario-pizzeria`)
}

const isInMemory = (transport: Transport): transport is InMemoryTransport => 'idle' in transport
