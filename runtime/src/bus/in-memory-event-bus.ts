import { InvalidDestination } from '../error/invalid-destination.js'
import { descriptorOf } from '../event/brand.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { InMemoryTransport } from '../transports/in-memory/transport.js'
import type { IdleReport, InMemoryBus } from './bus.js'
import type { BusOptions } from './bus-options.js'
import { EventBus } from './event-bus.js'
import { RecordingObserver } from './recording-observer.js'

export class InMemoryEventBus extends EventBus implements InMemoryBus {
  readonly #transports: readonly InMemoryTransport[]
  readonly #recorder: RecordingObserver

  constructor(options: BusOptions, transports: readonly InMemoryTransport[]) {
    const recorder = new RecordingObserver(options.hooks)
    super(options, recorder)
    this.#recorder = recorder
    this.#transports = [...new Set(transports)]
  }

  async idle(): Promise<IdleReport> {
    // What one transport's events set off may be in another.
    do {
      for (const transport of this.#transports) await transport.idle()
    } while (!this.#transports.every(({ isIdle }) => isIdle))
    return this.#recorder.take()
  }

  async receive(event: AnyEvent, destination?: Destination): Promise<void> {
    const { kind, name } = descriptorOf(event)
    if (kind === 'domain') {
      throw new InvalidDestination(`${name} is a domain event, which no other application sends: publish it instead`)
    }
    await this.carrier.handIn(event, destination)
  }
}
