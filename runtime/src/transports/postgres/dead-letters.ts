import type { DeadLetter, DeadLetterFilter, DeadLetters } from '../../transport/dead-letter.js'
import type { Row } from './database.js'
import { messageColumns, readRow } from './message-row.js'
import type { Server } from './server.js'

const batch = 100

/** Those of one application, from its table: of its subscriptions, or of its relay. */
export function deadLettersOf(
  server: Server,
  application: string | undefined,
  of: 'subscriptions' | 'relay' = 'subscriptions',
): DeadLetters {
  const { database, names, settings, patience } = server
  const owner = application ?? ''
  // Ids of other transports, or mistyped, are none of ours.
  const isId = (id: string) => /^\d{1,18}$/.test(id)
  return {
    async *list(filter: DeadLetterFilter, signal?: AbortSignal): AsyncIterable<DeadLetter> {
      for (let after = '0'; !signal?.aborted; ) {
        const rows = await database.query(
          listing(names),
          [owner, filter.subscription ?? null, filter.type ?? null, after, batch, of === 'relay'],
          patience,
        )
        for (const row of rows) yield letterOf(row)
        if (rows.length < batch) return
        after = String(rows.at(-1)?.['letter'])
      }
    },
    async redrive(subscription, id) {
      if (!isId(id)) return false
      const rows = await database.query(redriving(names), [owner, subscription, id, settings.schema], patience)
      return rows.length > 0
    },
    async discard(subscription, id) {
      if (!isId(id)) return false
      const rows = await database.query(discarding(names), [owner, subscription, id, settings.schema], patience)
      return rows.length > 0
    },
  }
}

/** Those of an application's subscriptions. */
export async function countDeadLetters(
  { database, names }: Server,
  application: string | undefined,
  timeoutMs: number,
): Promise<number> {
  const [row] = await database.query(
    `SELECT count(*)::integer AS count FROM ${names.deadLetters} d JOIN ${names.subscriptions} s ON s.id = d.subscription
     WHERE s.application = $1::text AND NOT s.relays`,
    [application ?? ''],
    { timeoutMs },
  )
  return Number(row?.['count'])
}

const instant = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ${column}`

const listing = ({ deadLetters, subscriptions, messages }: Server['names']) => `
SELECT d.id::text AS letter, s.name AS subscription, d.reason, d.error::text AS error, d.attempts, d.redeliveries, d.redrives,
       d.parks_lane, ${['first_attempt_at', 'last_attempt_at', 'parked_at'].map(instant).join(', ')}, ${messageColumns}
FROM ${deadLetters} d
JOIN ${subscriptions} s ON s.id = d.subscription
JOIN ${messages} m ON m.position = d.position
WHERE s.application = $1::text AND s.relays = $6::boolean AND ($2::text IS NULL OR s.name = $2) AND ($3::text IS NULL OR m.type = $3)
  AND d.id > $4::bigint
ORDER BY d.id LIMIT $5::integer`

/** Of two at once the second finds nothing. */
const removing = ({ deadLetters, subscriptions }: Server['names']) => `
WITH removed AS (
  DELETE FROM ${deadLetters} d USING ${subscriptions} s
  WHERE s.id = d.subscription AND s.application = $1::text AND s.name = $2::text AND d.id = $3::bigint
  RETURNING d.subscription, d.position, d.lane, d.redrives
)`

/** To where it stood, as if it had never been handed out. */
const redriving = (names: Server['names']) => `${removing(names)},
queued AS (
  INSERT INTO ${names.queue} (subscription, position, lane, redrives)
  SELECT subscription, position, lane, redrives + 1 FROM removed RETURNING subscription
)
SELECT pg_notify($4::text, subscription::text)::text AS told FROM queued`

/** What waited behind it may go. */
const discarding = (names: Server['names']) => `${removing(names)}
SELECT pg_notify($4::text, subscription::text)::text AS told FROM removed`

function letterOf(row: Row): DeadLetter {
  const { place, key, message, wire } = readRow(row)
  const firstAttemptAt = row['first_attempt_at'] as string | null
  const lastAttemptAt = row['last_attempt_at'] as string | null
  return {
    id: String(row['letter']),
    subscription: String(row['subscription']),
    place,
    ...(key !== undefined && { key }),
    ...(message !== undefined && { message }),
    ...(wire !== undefined && { wire }),
    redrives: Number(row['redrives']),
    reason: row['reason'] as DeadLetter['reason'],
    error: JSON.parse(String(row['error'])),
    attempts: Number(row['attempts']),
    ...(row['redeliveries'] !== null && { redeliveries: Number(row['redeliveries']) }),
    ...(firstAttemptAt !== null && { firstAttemptAt }),
    ...(lastAttemptAt !== null && { lastAttemptAt }),
    parkedAt: String(row['parked_at']),
    ...(row['parks_lane'] === true && { parkKey: true }),
  }
}
