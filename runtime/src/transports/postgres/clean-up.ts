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
      await session.query(`SELECT pg_advisory_xact_lock_shared(${names.lock}), ${byIndexOnly}`, [], patience)
      return session.query(removing(names), [from, retentionMs, batchSize, outbox], patience)
    })
    if (row?.['is_over'] !== false) return '0'
    from = String(row['upto'])
    idle = Number(row['removed']) > 0 ? 0 : idle + 1
  }
  return from
}

/**
 * SQL: for this transaction no plan sorts what is left or compares each with each, whatever the planner believes of the
 * tables.
 */
const byIndexOnly = ['enable_sort', 'enable_seqscan', 'enable_bitmapscan', 'enable_nestloop']
  .map((setting) => `set_config('${setting}', 'off', true)`)
  .join(', ')

/**
 * SQL: goes by position, which needs no further index, and is over when it meets a message that is too young. What is
 * still needed of the same positions is read in their order, for which one index alone will do, and messages are named
 * by their physical place, so that no plan goes over whole tables or indexes.
 */
const removing = ({ messages, queue, deadLetters }: Server['names']) => `
WITH next AS MATERIALIZED (
  SELECT ctid AS place, position, outbox IS NOT DISTINCT FROM $4::text AS is_ours,
         published_at < now() - $2::double precision * interval '1 millisecond' AS is_old
  FROM ${messages} WHERE position > $1::bigint ORDER BY position LIMIT (SELECT $3::integer)
),
needed AS MATERIALIZED (
  (${amongNext(queue)})
  UNION ALL
  (${amongNext(deadLetters)})
),
removed AS (
  DELETE FROM ${messages} WHERE ctid = ANY (ARRAY (
    SELECT place FROM next WHERE is_old AND is_ours
      AND NOT EXISTS (SELECT FROM needed WHERE needed.position = next.position)
  ))
  RETURNING 1
)
SELECT max(position)::text AS upto, (SELECT count(*) FROM removed)::integer AS removed,
       count(*) < $3::integer OR NOT bool_and(is_old) AS is_over
FROM next`

const amongNext = (table: string) =>
  `SELECT position FROM ${table} WHERE position > $1::bigint AND position <= (SELECT max(position) FROM next) ORDER BY position`
