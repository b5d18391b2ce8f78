import { waitInBackground } from './background.js'
import type { Server } from './server.js'

const everyMs = 60_000
const batchSize = 1_000
const mostBatches = 50

/**
 * Removes messages that every subscription is done with and that are older than the retention, in small batches and
 * for as long as the connection lasts. Instances may do it at the same time.
 */
export async function keepClean(server: Server): Promise<void> {
  const { closing } = server
  for (let position = '0'; ; ) {
    await waitInBackground(everyMs * (0.5 + Math.random()), closing)
    if (closing.aborted) return
    // It comes again; what is wrong with the server is told elsewhere.
    position = await cleanUp(server, position).catch(() => '0')
  }
}

/** Begins behind a position, and answers with the one to go on from. What is still needed is passed over. */
export async function cleanUp(server: Server, position: string): Promise<string> {
  const { database, names, settings, patience, closing } = server
  let from = position
  for (let batch = 0; batch < mostBatches && !closing.aborted; batch++) {
    const [row] = await database.transaction(async (session) => {
      // Keeps new subscriptions out, which may want what is about to go.
      await session.query(`SELECT pg_advisory_xact_lock_shared(${names.lock})`, [], patience)
      return session.query(removing(names), [from, settings.retentionMs, batchSize], patience)
    })
    if (row?.['is_over'] !== false) return '0'
    from = String(row['upto'])
  }
  return from
}

/** SQL: goes by position, which needs no further index, and is over when it meets a message that is too young. */
const removing = ({ messages, queue, deadLetters }: Server['names']) => `
WITH next AS MATERIALIZED (
  SELECT position, published_at < now() - $2::double precision * interval '1 millisecond' AS is_old
  FROM ${messages} WHERE position > $1::bigint ORDER BY position LIMIT $3::integer
),
removed AS (
  DELETE FROM ${messages} m USING next
  WHERE m.position = next.position AND next.is_old
    AND NOT EXISTS (SELECT FROM ${queue} q WHERE q.position = m.position)
    AND NOT EXISTS (SELECT FROM ${deadLetters} d WHERE d.position = m.position)
)
SELECT max(position)::text AS upto, count(*) < $3::integer OR NOT bool_and(is_old) AS is_over FROM next`
