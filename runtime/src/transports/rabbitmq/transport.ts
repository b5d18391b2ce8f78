import type { ConnectOptions, Transport } from '../../transport/transport.js'
import { RabbitmqConnection } from './connection.js'
import { rabbitmqFeatures } from './features.js'
import { type RabbitmqOptions, settingsOf } from './options.js'
import { openSession } from './session.js'

/**
 * Carries events by quorum queues of RabbitMQ 3.10 or newer. Needs the package `amqplib`.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: rabbitmq({ url: 'amqp://rabbit.example' }) })
 * ```
 */
export function rabbitmq(options: RabbitmqOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'rabbitmq',
    features: rabbitmqFeatures(settings.maxPayload),
    connect: async (connectOptions: ConnectOptions) =>
      new RabbitmqConnection(await openSession(settings, connectOptions)),
  }
}
