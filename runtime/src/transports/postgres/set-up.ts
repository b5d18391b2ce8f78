import { migrate } from './migrate.js'
import { openDatabase } from './open-server.js'
import { type PostgresOptions, settingsOf } from './options.js'

/**
 * Sets the schema up for whoever needs no transport here: an outbox or an inbox beside another broker. Again, or by
 * many at once: changes nothing.
 *
 * ```ts
 * await setUpPostgres({ pool })
 * ```
 */
export async function setUpPostgres(
  options: Pick<PostgresOptions, 'connectionString' | 'pool' | 'pglite' | 'schema' | 'topology'> = {},
): Promise<void> {
  const settings = settingsOf(options)
  const database = await openDatabase(settings)
  try {
    await migrate(database, settings.schema, settings.topology === 'create')
  } finally {
    await database.close()
  }
}
