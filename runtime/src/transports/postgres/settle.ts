import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { QueryOptions, Session } from './database.js'
import type { Names } from './names.js'

/** What shows that a message is held: its place in the queue, and the token of the claim. */
export interface Receipt {
  readonly position: string
  readonly token: string
}

/** SQL: whether a row of the queue, `q`, is one of those that `$2` tells. */
const isHeld = `q.subscription = $1::integer AND q.position = held.position AND q.token = held.token`
const held = `json_to_recordset($2::json) AS held(position bigint, token uuid)`
const receipt = `q.position::text AS position, q.token::text AS token`

/** Each answers with those that were still held. */
export async function acknowledge(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  options: QueryOptions,
): Promise<readonly Receipt[]> {
  const sql = `DELETE FROM ${queue} q USING ${held} WHERE ${isHeld} RETURNING ${receipt}`
  return read(await session.query(sql, [subscription, print(receipts)], options))
}

export async function extend(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  leaseMs: number,
  options: QueryOptions,
): Promise<readonly Receipt[]> {
  const sql = `UPDATE ${queue} q SET free_at = now() + $3::double precision * interval '1 millisecond'
    FROM ${held} WHERE ${isHeld} RETURNING ${receipt}`
  return read(await session.query(sql, [subscription, print(receipts), leaseMs], options))
}

/** Its row stays where it stands in the queue; instances that wait are told. */
export async function giveBack(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  delayMs: number,
  channel: string,
  options: QueryOptions,
): Promise<readonly Receipt[]> {
  const sql = `WITH returned AS (
      UPDATE ${queue} q SET token = NULL, free_at =
        CASE WHEN $3::double precision > 0 THEN now() + $3::double precision * interval '1 millisecond' ELSE '-infinity' END
      FROM ${held} WHERE ${isHeld} RETURNING q.position, held.token
    )
    SELECT position::text AS position, token::text AS token, pg_notify($4::text, $1::integer::text)::text AS told FROM returned`
  return read(await session.query(sql, [subscription, print(receipts), delayMs, channel], options))
}

/** From the queue to the dead letters, in one statement. */
export async function park(
  session: Session,
  { queue, deadLetters }: Names,
  subscription: number,
  { position, token }: Receipt,
  details: DeadLetterDetails,
  options: QueryOptions,
): Promise<boolean> {
  const rows = await session.query(
    `WITH parked AS (
      DELETE FROM ${queue} WHERE subscription = $1::integer AND position = $2::bigint AND token = $3::uuid
      RETURNING position, lane, redrives
    )
    INSERT INTO ${deadLetters} (
      subscription, position, lane, reason, error, attempts, redeliveries, first_attempt_at, last_attempt_at, parked_at,
      parks_lane, redrives
    )
    SELECT $1::integer, position, lane, $4::text, $5::json, $6::integer, $7::integer, $8::timestamptz, $9::timestamptz,
           $10::timestamptz, $11::boolean AND lane IS NOT NULL, redrives
    FROM parked RETURNING id`,
    [
      subscription,
      position,
      token,
      details.reason,
      JSON.stringify(details.error),
      details.attempts,
      details.redeliveries ?? null,
      details.firstAttemptAt ?? null,
      details.lastAttemptAt ?? null,
      details.parkedAt,
      details.parkKey ?? false,
    ],
    options,
  )
  return rows.length > 0
}

const print = (receipts: readonly Receipt[]): string =>
  JSON.stringify(receipts.map(({ position, token }) => ({ position, token })))

const read = (rows: readonly Readonly<Record<string, unknown>>[]): readonly Receipt[] =>
  rows.map(({ position, token }) => ({ position: String(position), token: String(token) }))
