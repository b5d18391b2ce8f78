import type { Wire } from '../../transport/holding.js'
import type { Place } from '../../transport/place.js'
import type { Connection, ConnectOptions, Transport } from '../../transport/transport.js'
import { InMemoryConnection } from './connection.js'
import { inMemoryFeatures } from './features.js'
import { Hub } from './hub.js'
import { type InMemoryOptions, settingsOf } from './options.js'

/**
 * A transport inside this process. Buses that are given the same one share it, as they would a broker: instances
 * of one application compete, several applications talk to each other.
 */
export interface InMemoryTransport extends Transport {
  readonly name: 'in-memory'
  /**
   * Resolves when nothing is on its way in any connected bus: waiting, being handled, or waiting to be tried again.
   * Meanwhile no bus waits between attempts.
   */
  idle(): Promise<void>
  /** Whether nothing is on its way. */
  readonly isIdle: boolean
  /** Puts what is no event where events are, as a foreign program may: it ends in the dead letters. */
  inject(place: Place, wire: Wire): Promise<void>
  /** Takes back everything that is held, as when processes are killed or connections break. */
  sever(): void
}

/**
 * ```ts
 * const bus = createBus({ transport: inMemory() })
 * ```
 */
export function inMemory(options: InMemoryOptions = {}): InMemoryTransport {
  const settings = settingsOf(options)
  const hub = new Hub(settings)
  return {
    name: 'in-memory',
    isInProcess: true,
    features: inMemoryFeatures(settings.maxPayload),
    connect: async (connectOptions: ConnectOptions): Promise<Connection> => new InMemoryConnection(hub, connectOptions),
    idle: () => hub.idle(),
    get isIdle() {
      return hub.isIdle
    },
    async inject(place, wire) {
      const unreadable = new Error('no CloudEvent: put in as raw bytes')
      const outcome = await hub.admit({ place, wire, unreadable, message: undefined, key: undefined, trace: undefined })
      if (outcome !== undefined) throw outcome
    },
    sever() {
      for (const { intakes } of hub.distributions.values()) for (const intake of intakes) intake.sever()
    },
  }
}
