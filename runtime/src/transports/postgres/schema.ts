import { functions } from './functions.js'
import { type Names, namesIn, quoteText } from './names.js'
import { indexes, tables } from './tables.js'

/** Counted up with each change of the tables. */
export const schemaVersion = 4

/**
 * The SQL that sets a schema up, for those who run their migrations themselves. Running it again changes nothing.
 *
 * ```ts
 * await writeFile('001-tidings.sql', postgresSchema())
 * ```
 */
export function postgresSchema(schema = 'tidings'): string {
  const names = namesIn(schema)
  return [
    `CREATE SCHEMA IF NOT EXISTS ${names.schema};`,
    ...Object.entries(tables).map(([name, columns]) => createTable(names, name, columns)),
    // Since version 2.
    `ALTER TABLE ${names.messages} ADD COLUMN IF NOT EXISTS way ${tables['messages']?.['way']?.join(' ').trim()};`,
    withoutOldIndexes(names),
    ...indexes.map(
      ({ name, unique, table, columns }) =>
        `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${name} ON ${names.schema}.${table} ${columns};`,
    ),
    // The queue is short-lived: its dead rows are to be cleared away often.
    `ALTER TABLE ${names.queue} SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);`,
    functions(names, schema).trim(),
    `INSERT INTO ${names.topology} (version) VALUES (${schemaVersion})
  ON CONFLICT (single) DO UPDATE SET version = EXCLUDED.version;`,
    '',
  ].join('\n\n')
}

/** Until version 2 `queue_position` had the subscription, too, and was the unique one. */
const withoutOldIndexes = ({ schema }: Names): string => `DO $tidings$ BEGIN
  IF (SELECT indisunique FROM pg_index WHERE indexrelid = to_regclass(${quoteText(`${schema}.queue_position`)})) THEN
    DROP INDEX IF EXISTS ${schema}.queue_position, ${schema}.queue_lane;
  END IF;
END $tidings$;`

function createTable({ schema }: Names, name: string, columns: (typeof tables)[string]): string {
  const lines = Object.entries(columns).map(([column, [type, rest]]) => `  ${column} ${type} ${rest}`.trimEnd())
  return `CREATE TABLE IF NOT EXISTS ${schema}.${name} (\n${lines.join(',\n')}\n);`
}
