import { TopologyMismatch } from '../../error/topology-mismatch.js'
import { type Database, type Session, slowTimeoutMs } from './database.js'
import { type Names, namesIn, quoteText } from './names.js'
import { postgresSchema, schemaVersion } from './schema.js'
import { indexes, tables } from './tables.js'

/**
 * Creates what is missing where that is allowed, then compares what is there. Any number of processes may do it at
 * once. Rejects with `TopologyMismatch` and all differences.
 */
export async function migrate(database: Database, schema: string, mayCreate: boolean): Promise<void> {
  const names = namesIn(schema)
  if (mayCreate && isOld(await versionOf(database, names))) {
    await database.transaction(async (session) => {
      await session.query(`SELECT pg_advisory_xact_lock(${names.lock})`, [], { timeoutMs: slowTimeoutMs })
      // Another process may have done it while we waited.
      if (isOld(await versionOf(session, names))) await session.script(postgresSchema(schema))
    })
  }
  const differences = await compare(database, schema)
  if (differences.length > 0) throw new TopologyMismatch(differences)
}

/** A newer one may be used as long as it has what is needed: an older version of an application runs beside it. */
const isOld = (version: number | undefined) => version === undefined || version < schemaVersion

async function versionOf(session: Session, names: Names): Promise<number | undefined> {
  const [row] = await session.query(`SELECT to_regclass(${quoteText(names.topology)}) IS NOT NULL AS exists`)
  if (row?.['exists'] !== true) return undefined
  const [topology] = await session.query(`SELECT version FROM ${names.topology}`)
  return topology === undefined ? undefined : Number(topology['version'])
}

async function compare(session: Session, schema: string): Promise<readonly string[]> {
  const names = namesIn(schema)
  const version = await versionOf(session, names)
  const mend = "run the SQL of postgresSchema(), or leave it to topology: 'create'"
  if (version === undefined) return [`schema ${schema} is not set up; ${mend}`]
  return [
    ...(isOld(version) ? [`schema ${schema} is of version ${version}, not ${schemaVersion}; ${mend}`] : []),
    ...(await compareColumns(session, schema)),
    ...(await compareIndexes(session, schema)),
    ...(await compareTrigger(session, names)),
    ...(await compareFunctions(session, schema)),
  ]
}

async function compareColumns(session: Session, schema: string): Promise<readonly string[]> {
  const rows = await session.query(
    `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
    [schema],
  )
  const there = new Map(rows.map(({ table, column, type }) => [`${table}.${column}`, String(type)]))
  return Object.entries(tables).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, [type]]) => {
      const found = there.get(`${table}.${column}`)
      if (found === type) return []
      const what = `column ${schema}.${table}.${column}`
      return [found === undefined ? `${what} is missing` : `${what} is of type ${found}, not ${type}`]
    }),
  )
}

async function compareIndexes(session: Session, schema: string): Promise<readonly string[]> {
  const rows = await session.query('SELECT indexname FROM pg_indexes WHERE schemaname = $1', [schema])
  const there = new Set(rows.map(({ indexname }) => indexname))
  return indexes.filter(({ name }) => !there.has(name)).map(({ name }) => `index ${schema}.${name} is missing`)
}

async function compareTrigger(session: Session, { messages }: Names): Promise<readonly string[]> {
  const rows = await session.query(
    `SELECT tgenabled <> 'D' AS enabled FROM pg_trigger
     WHERE tgrelid = to_regclass(${quoteText(messages)}) AND tgname = 'distribute'`,
  )
  if (rows[0]?.['enabled'] === true) return []
  return [`the trigger distribute on ${messages} is ${rows.length === 0 ? 'missing' : 'disabled'}`]
}

async function compareFunctions(session: Session, schema: string): Promise<readonly string[]> {
  const rows = await session.query('SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace($1)', [
    namesIn(schema).schema,
  ])
  const there = new Set(rows.map(({ proname }) => proname))
  const needed = ['acknowledge', 'claim_heads', 'claim_loose', 'insert_messages', 'pass_on']
  return needed.filter((name) => !there.has(name)).map((name) => `function ${schema}.${name} is missing`)
}
