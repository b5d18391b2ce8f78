import type { DeadLetterDetails } from '../../transport/dead-letter.js'
import { byIndex } from './by-index.js'
import type { QueryOptions, Row, Session } from './database.js'
import type { Names } from './names.js'

/** What shows that a message is held: its place in the queue, and the token of the claim. */
export interface Receipt {
  readonly position: string
  readonly lane: string
  readonly token: string
}

/** Each answers with those that were no longer held. */
export async function acknowledge<R extends Receipt>(
  session: Session,
  names: Names,
  subscription: number,
  receipts: readonly R[],
  options: QueryOptions,
): Promise<readonly R[]> {
  const ask = async (left: readonly R[]) => {
    const sql = `SELECT ${names.schema}.acknowledge($1::integer, ${shown(2)}) AS settled`
    const [row] = await session.query(sql, [subscription, ...columnsOf(left)], { ...options, isPrepared: true })
    return lostOf(left, row)
  }
  const lost = await ask(receipts)
  // A row may have moved while it was waited for, as when it was just extended.
  return lost.length === 0 ? lost : ask(lost)
}

/** SQL: the parameters, of which `first` is the first, that {@link columnsOf} gives. */
export const shown = (first: number): string => `$${first}::bigint[], $${first + 1}::text[], $${first + 2}::uuid[]`

export const columnsOf = (receipts: readonly Receipt[]): readonly (readonly string[])[] => [
  receipts.map(({ position }) => position),
  receipts.map(({ lane }) => lane),
  receipts.map(({ token }) => token),
]

/** Those that `acknowledge` did not find, from its answer in the row's `settled`. */
export function lostOf<R extends Receipt>(receipts: readonly R[], row: Row | undefined): readonly R[] {
  const settled = new Set(String(row?.['settled'] ?? '').split(','))
  return receipts.filter((_, index) => !settled.has(String(index + 1)))
}

/**
 * SQL: the function `acknowledge`. It tells which of the receipts showed what is held, by their numbers. Rows are found
 * one by one in the index and named by their physical place, so that no plan ever goes over the whole queue; the token
 * counts as it is when the row is removed.
 */
export const settling = ({ schema, queue }: Names): string => `
CREATE OR REPLACE FUNCTION ${schema}.acknowledge(
  subscription integer, positions bigint[], lanes text[], tokens uuid[]
) RETURNS text ${byIndex} $tidings$
#variable_conflict use_column
DECLARE
  settled text;
BEGIN
  WITH removed AS (
    DELETE FROM ${queue} USING (
      SELECT held.number, held.token, q.ctid AS place
      FROM unnest($2, $3, $4) WITH ORDINALITY AS held(position, lane, token, number)
      CROSS JOIN LATERAL (
        SELECT ctid FROM ${queue} q
        WHERE q.subscription = $1 AND q.lane = held.lane AND q.position = held.position AND q.token = held.token
        OFFSET 0
      ) q
      OFFSET 0
    ) held
    WHERE queue.ctid = held.place AND queue.token = held.token
    RETURNING held.number
  )
  SELECT string_agg(number::text, ',') INTO settled FROM removed;
  RETURN settled;
END
$tidings$;
`

export function extend<R extends Receipt>(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly R[],
  leaseMs: number,
  options: QueryOptions,
): Promise<readonly R[]> {
  const sql = `UPDATE ${queue} SET free_at = now() + $3::double precision * interval '1 millisecond'
    WHERE ${isHeld(queue)} RETURNING ${receipt}`
  return settle(receipts, (left) => session.query(sql, [subscription, left, leaseMs], options))
}

/** Its row stays where it stands in the queue; instances that wait are told. */
export function giveBack<R extends Receipt>(
  session: Session,
  { queue }: Names,
  subscription: number,
  receipts: readonly R[],
  delayMs: number,
  channel: string,
  options: QueryOptions,
): Promise<readonly R[]> {
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
async function settle<R extends Receipt>(
  receipts: readonly R[],
  act: (left: string) => Promise<readonly Row[]>,
): Promise<readonly R[]> {
  const lost = missingIn(await act(print(receipts)), receipts)
  return lost.length === 0 ? lost : missingIn(await act(print(lost)), lost)
}

function missingIn<R extends Receipt>(settled: readonly Row[], receipts: readonly R[]): readonly R[] {
  if (settled.length === receipts.length) return []
  const done = new Set(settled.map(nameOf))
  return receipts.filter((each) => !done.has(nameOf(each)))
}

const nameOf = ({ position, token }: Row | Receipt) => `${position} ${token}`

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
