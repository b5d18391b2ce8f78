import type { Names } from './names.js'

/** SQL: whether the type was asked for, or all are; what is no CloudEvent has none, and is for everybody to bury. */
const isWanted = `(s.types = '{}' OR s.types @> ARRAY[m.type] OR m.specversion NOT LIKE '1.%')`

/**
 * SQL: which subscription takes which of the messages in `from`, each pair once. `lane` is what is handled in order,
 * short enough for an index.
 */
export const takersOf = (names: Names, from: string): string => `
    SELECT taken.subscription, taken.position,
           CASE WHEN taken.ordering = 'none' OR taken.lane IS NULL THEN ''
                WHEN octet_length(taken.lane) > 200 THEN 'sha256:' || encode(sha256(convert_to(taken.lane, 'UTF8')), 'hex')
                ELSE taken.lane END AS lane
    FROM (
      SELECT s.id AS subscription, s.ordering, m.position, coalesce(m.lane, m.key) AS lane
      FROM ${from} m
      JOIN ${names.sources} o ON o.application = m.application AND o.address = m.address AND o.pattern IS NULL AND m.outbox IS NULL
      JOIN ${names.subscriptions} s ON s.id = o.subscription AND ${isWanted}
      UNION
      SELECT s.id, s.ordering, m.position, coalesce(m.lane, m.key)
      FROM ${from} m
      JOIN ${names.sources} o ON o.pattern IS NOT NULL AND o.application = m.application AND m.address ~ o.pattern AND m.outbox IS NULL
      JOIN ${names.subscriptions} s ON s.id = o.subscription AND ${isWanted}
      UNION
      SELECT s.id, s.ordering, m.position, coalesce(m.lane, m.key)
      FROM ${from} m
      JOIN ${names.subscriptions} s ON s.relays AND s.application = m.outbox
    ) taken
    ORDER BY taken.position`
