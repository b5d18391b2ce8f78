import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import type { QueryOptions, Row, Session } from './database.js'
import type { Names } from './names.js'

/** What shows that a message is held: its place in the queue, and the token of the claim. */
export interface Receipt {
  readonly position: string
  readonly lane: string
  readonly token: string
}

/** The same, as the database tells it again. */
export type Settled = Omit<Receipt, 'lane'>

/** Each answers with those that were still held. */
export function acknowledge(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  options: QueryOptions,
): Promise<readonly Settled[]> {
  const sql = `DELETE FROM ${queue} WHERE ${isHeld(queue)} RETURNING ${receipt}`
  return settle(receipts, (left) => session.query(sql, [subscription, left], options))
}

export function extend(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  leaseMs: number,
  options: QueryOptions,
): Promise<readonly Settled[]> {
  const sql = `UPDATE ${queue} SET free_at = now() + $3::double precision * interval '1 millisecond'
    WHERE ${isHeld(queue)} RETURNING ${receipt}`
  return settle(receipts, (left) => session.query(sql, [subscription, left, leaseMs], options))
}

/** Its row stays where it stands in the queue; instances that wait are told. */
export function giveBack(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly Receipt[],
  delayMs: number,
  channel: string,
  options: QueryOptions,
): Promise<readonly Settled[]> {
  const sql = `WITH returned AS (
      UPDATE ${queue} SET token = NULL, free_at =
        CASE WHEN $3::double precision > 0 THEN now() + $3::double precision * interval '1 millisecond' ELSE '-infinity' END
      WHERE ${isHeld(queue)} RETURNING position
    )
    SELECT position::text AS position, held.token::text AS token, pg_notify($4::text, $1::integer::text)::text AS told
    FROM returned JOIN json_to_recordset($2::json) AS held(position bigint, token uuid) USING (position)`
  return settle(receipts, (left) => session.query(sql, [subscription, left, delayMs, channel], options))
}

const receipt = 'position::text AS position, token::text AS token'

/**
 * SQL: which rows of the queue are those that `$2` tells, found one by one in the index and named by their physical
 * place, so that no plan ever goes over the whole queue.
 */
const isHeld = (queue: string) => `ctid = ANY (ARRAY (
    SELECT q.ctid FROM json_to_recordset($2::json) AS held(position bigint, lane text, token uuid) CROSS JOIN LATERAL (
      SELECT ctid FROM ${queue} q
      WHERE q.subscription = $1::integer AND q.lane = held.lane AND q.position = held.position AND q.token = held.token
      FOR UPDATE
    ) q
  ))`

/** Asks again for what was not found: its row may have moved while it was waited for, as when it was just extended. */
async function settle(
  receipts: readonly Receipt[],
  act: (left: string) => Promise<readonly Row[]>,
): Promise<readonly Settled[]> {
  const settled = read(await act(print(receipts)))
  const left = missingIn(settled, receipts)
  return left.length === 0 ? settled : [...settled, ...read(await act(print(left)))]
}

/** Those of the receipts that are not among the settled ones. */
export function missingIn<R extends Receipt>(settled: readonly Settled[], receipts: readonly R[]): readonly R[] {
  if (settled.length === receipts.length) return []
  const done = new Set(settled.map(nameOf))
  return receipts.filter((each) => !done.has(nameOf(each)))
}

const nameOf = ({ position, token }: Settled) => `${position} ${token}`

/** From the queue to the dead letters, in one statement. */
export async function park(
  session: Session,
  { queue, deadLetters }: Names,
  subscription: number,
  { position, lane, token }: Receipt,
  details: DeadLetterDetails,
  options: QueryOptions,
): Promise<boolean> {
  const rows = await session.query(
    `WITH parked AS (
      DELETE FROM ${queue} WHERE subscription = $1::integer AND lane = $12::text AND position = $2::bigint AND token = $3::uuid
      RETURNING position, lane, redrives
    )
    INSERT INTO ${deadLetters} (
      subscription, position, lane, reason, error, attempts, redeliveries, first_attempt_at, last_attempt_at, parked_at,
      parks_lane, redrives
    )
    SELECT $1::integer, position, lane, $4::text, $5::json, $6::integer, $7::integer, $8::timestamptz, $9::timestamptz,
           $10::timestamptz, $11::boolean AND lane <> '', redrives
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
      lane,
    ],
    options,
  )
  return rows.length > 0
}

const print = (receipts: readonly Receipt[]): string =>
  JSON.stringify(receipts.map(({ position, lane, token }) => ({ position, lane, token })))

const read = (rows: readonly Row[]): readonly Settled[] =>
  rows.map(({ position, token }) => ({ position: String(position), token: String(token) }))
