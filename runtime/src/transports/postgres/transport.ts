import type { Transport } from '../../transport/transport.js'
import { PostgresConnection } from './connection.js'
import { postgresFeatures } from './features.js'
import { openServer } from './open-server.js'
import { type PostgresOptions, settingsOf } from './options.js'

/**
 * A transport in a PostgreSQL database, or in PGlite inside this process. Its tables are documented: any program that
 * speaks SQL publishes by an insert.
 *
 * ```ts
 * const bus = createBus({ application: 'mario-pizzeria', transport: postgres({ connectionString }) })
 * ```
 */
export function postgres(options: PostgresOptions = {}): Transport {
  const settings = settingsOf(options)
  return {
    name: 'postgres',
    features: postgresFeatures(settings),
    async connect({ application, ...connectOptions }) {
      const stop = new AbortController()
      return new PostgresConnection(await openServer(settings, connectOptions, stop), application, stop)
    },
  }
}
