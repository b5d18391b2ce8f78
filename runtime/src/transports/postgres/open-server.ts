import type { ConnectOptions } from '../../transport/transport.js'
import { openPg } from './client.js'
import { answerTimeoutMs, type Database } from './database.js'
import { awaitingAnswers } from './in-flight.js'
import type { PostgresIntake } from './intake.js'
import { migrate } from './migrate.js'
import { namesIn } from './names.js'
import type { PostgresSettings } from './options.js'
import { openPglite } from './pglite.js'
import { Reachability } from './reachability.js'
import type { Server } from './server.js'

/** Connects, and sets the schema up or compares it. `stop` ends whatever the server's parts still try. */
export async function openServer(
  settings: PostgresSettings,
  { clock, warn }: Pick<ConnectOptions, 'clock' | 'warn'>,
  stop: AbortController,
): Promise<Server> {
  const database = awaitingAnswers(await openDatabase(settings))
  try {
    await migrate(database, settings.schema, settings.topology === 'create')
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    database,
    names: namesIn(settings.schema),
    settings,
    clock,
    reachability: new Reachability(warn),
    closing: stop.signal,
    patience: { timeoutMs: answerTimeoutMs },
    intakes: new Set<PostgresIntake>(),
  }
}

export async function openDatabase({
  pool,
  pglite,
  connectionString,
  maxConnections,
}: PostgresSettings): Promise<Database> {
  if (pglite !== undefined) return openPglite(pglite)
  return openPg(pool ?? { ...(connectionString !== undefined && { connectionString }), maxConnections })
}
