import type { ConnectOptions, Transport } from '../../transport/transport.js'
import { KafkaConnection } from './connection.js'
import { kafkaFeatures } from './features.js'
import { type KafkaOptions, settingsOf } from './options.js'
import { openSession } from './session.js'

/**
 * Carries events by Apache Kafka 4.0 or newer. Needs the package `@platformatic/kafka`.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: kafka({ brokers: 'kafka.example:9092' }) })
 * ```
 */
export function kafka(options: KafkaOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'kafka',
    features: kafkaFeatures(settings.maxPayload),
    connect: async (connectOptions: ConnectOptions) => new KafkaConnection(await openSession(settings, connectOptions)),
  }
}
