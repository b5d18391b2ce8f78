import type { Transport } from '../../transport/transport.js'
import { openPg } from './client.js'
import { PostgresConnection } from './connection.js'
import { answerTimeoutMs } from './database.js'
import { postgresFeatures } from './features.js'
import { awaitingAnswers } from './in-flight.js'
import type { PostgresIntake } from './intake.js'
import { migrate } from './migrate.js'
import { namesIn } from './names.js'
import { type PostgresOptions, type PostgresSettings, settingsOf } from './options.js'
import { openPglite } from './pglite.js'
import { Reachability } from './reachability.js'

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
    async connect({ application, clock, warn }) {
      const database = awaitingAnswers(await open(settings))
      const stop = new AbortController()
      try {
        await migrate(database, settings.schema, settings.topology === 'create')
      } catch (error) {
        await database.close()
        throw error
      }
      const server = {
        database,
        names: namesIn(settings.schema),
        settings,
        clock,
        reachability: new Reachability(warn),
        closing: stop.signal,
        patience: { timeoutMs: answerTimeoutMs },
        intakes: new Set<PostgresIntake>(),
      }
      return new PostgresConnection(server, application, stop)
    },
  }
}

function open({ pool, pglite, connectionString, maxConnections }: PostgresSettings) {
  if (pglite !== undefined) return openPglite(pglite)
  return openPg(pool ?? { ...(connectionString !== undefined && { connectionString }), maxConnections })
}
