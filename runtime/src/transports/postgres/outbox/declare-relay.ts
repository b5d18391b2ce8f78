import { TopologyMismatch } from '../../../error/topology-mismatch.js'
import { catchUp, withPublishersKeptOut } from '../declare.js'
import type { Server } from '../server.js'

/** The subscription's name; each application has one. */
export const relayName = 'tidings-relay'

/** The number of the application's relaying subscription. When it is new it begins with all that was recorded before. */
export async function declareRelay(server: Server, application = ''): Promise<number> {
  const { database, names, settings, patience } = server
  const find = `SELECT id FROM ${names.subscriptions} WHERE application = $1::text AND name = $2::text AND relays`
  const [there] = await database.query(find, [application, relayName], patience)
  if (there !== undefined) return Number(there['id'])
  if (settings.topology === 'check') {
    throw new TopologyMismatch([
      `subscription ${relayName}${application === '' ? '' : ` of ${application}`} does not exist`,
    ])
  }
  let id = 0
  await withPublishersKeptOut(server, async (session) => {
    const [row] = await session.query(
      `INSERT INTO ${names.subscriptions} (application, name, ordering, types, relays)
       VALUES ($1::text, $2::text, 'per-key', '{}', true) ON CONFLICT (application, name) DO NOTHING RETURNING id`,
      [application, relayName],
    )
    if (row !== undefined) await catchUp(session, server, Number(row['id']), 'beginning')
    // Another relay may have been first.
    id = Number((row ?? (await session.query(find, [application, relayName]))[0])?.['id'])
  })
  return id
}
