import type { ConnectOptions, Transport } from '../../transport/transport.js'
import { RedisConnection } from './connection.js'
import { redisFeatures } from './features.js'
import { type RedisOptions, settingsOf } from './options.js'
import { openSession } from './session.js'

/**
 * Carries events by streams of Redis 7.0 or newer. Needs the package `redis`.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: redis({ url: 'redis://redis.example:6379' }) })
 * ```
 */
export function redis(options: RedisOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'redis',
    features: redisFeatures(settings),
    connect: async (connectOptions: ConnectOptions) => new RedisConnection(await openSession(settings, connectOptions)),
  }
}
