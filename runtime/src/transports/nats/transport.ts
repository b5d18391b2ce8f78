import type { ConnectOptions, Transport } from '../../transport/transport.js'
import { NatsConnection } from './connection.js'
import { natsFeatures } from './features.js'
import { type NatsOptions, settingsOf } from './options.js'
import { openSession } from './session.js'

/**
 * Carries events by NATS JetStream, of nats-server 2.10 or newer. Needs the packages `@nats-io/transport-node` and
 * `@nats-io/jetstream`.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: nats({ servers: 'nats.example:4222' }) })
 * ```
 */
export function nats(options: NatsOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'nats',
    features: natsFeatures(settings.maxPayload),
    connect: async (connectOptions: ConnectOptions) => new NatsConnection(await openSession(settings, connectOptions)),
  }
}
