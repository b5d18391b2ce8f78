import { waitInBackground } from './background.js'
import type { Server } from './server.js'

const everyMs = 60_000
const batchSize = 1_000
/** That remove nothing, in a row. */
const mostBatches = 50

/** What is to be cleaned: what was carried here, or what the outbox of one application recorded. */
export interface Cleaning {
  readonly retentionMs: number
  /** Those of others may have no relay yet, and so nothing in the queue. */
  readonly outbox?: string
}

/**
 * Removes messages that every subscription is done with and that are older than the retention, in small batches and
 * for as long as the connection lasts. Instances may do it at the same time.
 */
export async function keepClean(server: Server, cleaning: Cleaning): Promise<void> {
  const { closing } = server
  for (let position = '0'; ; ) {
    await waitInBackground(everyMs * (0.5 + Math.random()), closing)
    if (closing.aborted) return
    // It comes again; what is wrong with the server is told elsewhere.
    position = await cleanUp(server, cleaning, position).catch(() => '0')
  }
}

/** Begins behind a position, and answers with the one to go on from. What is still needed is passed over. */
export async function cleanUp(server: Server, cleaning: Cleaning, position: string): Promise<string> {
  const { database, names, patience, closing } = server
  const { retentionMs, outbox = null } = cleaning
  let from = position
  for (let idle = 0; idle < mostBatches && !closing.aborted; ) {
    const [row] = await database.transaction(async (session) => {
      // Keeps new subscriptions out, which may want what is about to go.
      await session.query(`SELECT pg_advisory_xact_lock_shared(${names.lock})`, [], patience)
      return session.query(removing(names), [from, retentionMs, batchSize, outbox], patience)
    })
    if (row?.['is_over'] !== false) return '0'
    from = String(row['upto'])
    idle = Number(row['removed']) > 0 ? 0 : idle + 1
  }
  return from
}

/** SQL: goes by position, which needs no further index, and is over when it meets a message that is too young. */
const removing = ({ messages, queue, deadLetters }: Server['names']) => `
WITH next AS MATERIALIZED (
  SELECT position, outbox IS NOT DISTINCT FROM $4::text AS is_ours, published_at < now() - $2::double precision * interval '1 millisecond' AS is_old
  FROM ${messages} WHERE position > $1::bigint ORDER BY position LIMIT $3::integer
),
removed AS (
  DELETE FROM ${messages} m USING next
  WHERE m.position = next.position AND next.is_old AND next.is_ours
    AND NOT EXISTS (SELECT FROM ${queue} q WHERE q.position = m.position)
    AND NOT EXISTS (SELECT FROM ${deadLetters} d WHERE d.position = m.position)
  RETURNING 1
)
SELECT max(position)::text AS upto, (SELECT count(*) FROM removed)::integer AS removed, 
       count(*) < $3::integer OR NOT bool_and(is_old) AS is_over
FROM next`
