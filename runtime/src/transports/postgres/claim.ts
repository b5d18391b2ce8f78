import { byIndex } from './by-index.js'
import type { Row } from './database.js'
import { messageColumns, messageTypes } from './message-row.js'
import type { Names } from './names.js'
import type { Server } from './server.js'
import { columnsOf, type Receipt, shown } from './settle.js'

export interface Claim {
  readonly subscription: number
  readonly max: number
  readonly leaseMs: number
  /** Who settles what was claimed shows it. */
  readonly token: string
}

/** Takes the oldest messages that are in no lane and free. */
export const claimLoose = (
  { database, names, patience }: Server,
  { subscription, max, leaseMs, token }: Claim,
): Promise<readonly Row[]> =>
  database.query(
    `SELECT * FROM ${names.schema}.claim_loose($1::integer, $2::integer, $3::double precision, $4::uuid)`,
    [subscription, max, leaseMs, token],
    { ...patience, isPrepared: true },
  )

/**
 * Takes the first message of each of several lanes, round robin from the lane `after` on: only heads, so that of one
 * lane one message is out at a time, whoever claims. A lane whose head is held, delayed, or behind a parked dead letter
 * gives nothing.
 *
 * Each row tells the lane after which others have their turn. There is one without a position where all that was free
 * was locked by others at that moment.
 */
export const claimHeads = (
  { database, names, patience }: Server,
  { subscription, max, leaseMs, token }: Claim,
  after: string,
): Promise<readonly Row[]> =>
  database.query(
    `SELECT * FROM ${names.schema}.claim_heads($1::integer, $2::integer, $3::double precision, $4::uuid, $5::text)`,
    [subscription, max, leaseMs, token, after],
    { ...patience, isPrepared: true },
  )

/**
 * Acknowledges, and then claims heads: of a lane that is acknowledged, what is next. Each row tells too what
 * `acknowledge` answers; there is one at least.
 */
export const passOn = (
  { database, names, patience }: Server,
  { subscription, max, leaseMs, token }: Claim,
  after: string,
  receipts: readonly Receipt[],
): Promise<readonly Row[]> =>
  database.query(
    `SELECT * FROM ${names.schema}.pass_on($1::integer, $2::integer, $3::double precision, $4::uuid, $5::text, ${shown(6)})`,
    [subscription, max, leaseMs, token, after, ...columnsOf(receipts)],
    { ...patience, isPrepared: true },
  )

/**
 * SQL: the functions that claim. `SKIP LOCKED` lets instances claim at the same time; the update commits with the
 * statement, so nothing stays locked while messages are handled.
 *
 * - `claim_loose` does not wait for the disk: what a server's crash makes it forget is handed out again, and nothing
 *   else was promised, as no order is kept here. The range is of lanes, none before '', since a range of whole rows
 *   would be read to the subscription's end.
 * - `claim_heads` goes from lane to lane by the index and not by the rows between, so that a lane with a hundred
 *   thousand messages costs what one with two does.
 * - `pass_on` acknowledges first: a function sees what was done before it in its own transaction, and one statement with
 *   both would not.
 */
export const claiming = (names: Names): string => `
CREATE OR REPLACE FUNCTION ${names.schema}.claim_loose(
  subscription integer, most integer, lease_ms double precision, token uuid
) RETURNS TABLE (${claimedTypes}) ${byIndex} $tidings$
#variable_conflict use_column
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  RETURN QUERY WITH claimed AS (${lease(
    names,
    `SELECT ctid FROM ${names.queue} WHERE subscription = $1 AND lane <= '' AND free_at <= now()
      ORDER BY subscription, lane, position LIMIT $2 FOR UPDATE SKIP LOCKED`,
  )})
  SELECT ${claimed} FROM claimed c ${withMessages(names)};
END
$tidings$;

CREATE OR REPLACE FUNCTION ${names.schema}.claim_heads(
  subscription integer, most integer, lease_ms double precision, token uuid, after text
) RETURNS TABLE (${claimedTypes}, last_lane text) ${byIndex} $tidings$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH RECURSIVE later AS (${hop(names, 'later', '$5')}),
  earlier AS (${hop(names, 'earlier', "''", '$5')}),
  free AS MATERIALIZED (
    SELECT place, lane FROM (SELECT * FROM later UNION ALL SELECT * FROM earlier) head
    WHERE free_at <= now() AND NOT EXISTS (
      SELECT FROM ${names.deadLetters} d WHERE d.subscription = $1 AND d.lane = head.lane AND d.parks_lane OFFSET 0
    )
    LIMIT $2
  ),
  claimed AS (${lease(
    names,
    `SELECT q.ctid FROM free CROSS JOIN LATERAL (
        SELECT ctid FROM ${names.queue} q WHERE q.ctid = free.place AND q.free_at <= now() FOR UPDATE SKIP LOCKED
      ) q`,
  )})
  SELECT ${claimed}, turn.last_lane
  FROM (SELECT (array_agg(lane))[count(*)] AS last_lane FROM free HAVING count(*) > 0) turn
  LEFT JOIN claimed c ON true ${withMessages(names)};
END
$tidings$;

CREATE OR REPLACE FUNCTION ${names.schema}.pass_on(
  subscription integer, most integer, lease_ms double precision, token uuid, after text,
  positions bigint[], lanes text[], tokens uuid[]
) RETURNS TABLE (settled text, ${claimedTypes}, last_lane text) LANGUAGE plpgsql AS $tidings$
BEGIN
  settled := ${names.schema}.acknowledge($1, $6, $7, $8);
  RETURN QUERY SELECT settled, head.* FROM (SELECT) one LEFT JOIN ${names.schema}.claim_heads($1, $2, $3, $4, $5) head ON true;
END
$tidings$;
`

/** SQL: whether there is something that will be handed out by itself. What is behind a parked dead letter is not. */
export const isWaiting = ({ queue, deadLetters }: Names): string => `
SELECT EXISTS (
  SELECT FROM ${queue} q WHERE q.subscription = $1::integer AND NOT EXISTS (
    SELECT FROM ${deadLetters} d WHERE d.subscription = $1::integer AND d.lane = q.lane AND d.parks_lane
  )
) AS waiting`

/** SQL: the head of each lane after `from`, and not after `upTo`, found by one hop in the index each. */
const hop = ({ queue }: Names, self: string, from: string, upTo?: string): string => {
  const next = (lane: string) => `(
      SELECT ctid AS place, lane, free_at FROM ${queue}
      WHERE subscription = $1 AND lane > ${lane}${upTo === undefined ? '' : ` AND lane <= ${upTo}`}
      ORDER BY subscription, lane, position LIMIT 1
    )`
  return `${next(from)} UNION ALL SELECT next.* FROM ${self} CROSS JOIN LATERAL ${next(`${self}.lane`)} next`
}

/** SQL: by the physical place, so that no plan ever goes over the whole queue. */
const lease = ({ queue }: Names, places: string): string => `
    UPDATE ${queue} SET free_at = now() + $3 * interval '1 millisecond', token = $4, deliveries = deliveries + 1
    WHERE ctid = ANY (ARRAY (
      ${places}
    ))
    RETURNING position, lane, deliveries - 1 AS redeliveries, redrives
  `

const claimedTypes = `"position" text, lane text, redeliveries integer, redrives integer, ${messageTypes}`

const claimed = `c.position::text AS position, c.lane, c.redeliveries, c.redrives, ${messageColumns}`

/** SQL: one by one; without a message where somebody deleted it by hand. */
const withMessages = ({ messages }: Names): string =>
  `LEFT JOIN LATERAL (SELECT * FROM ${messages} m WHERE m.position = c.position OFFSET 0) m ON true`
