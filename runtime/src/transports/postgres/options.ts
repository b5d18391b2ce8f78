import { longestTimerMs } from '../../transport/clock.js'
import type { PgPool } from './client.js'
import type { PgliteInstance } from './pglite.js'
import { queryOf, type RunStatement } from './statement.js'

/** Give one of `connectionString`, `pool` and `pglite`; without any, `PGHOST` and the like count, as for `psql`. */
export interface PostgresOptions {
  /** `postgres://user@host/database`. Needs the package `pg`. */
  readonly connectionString?: string
  /** A `pg.Pool` of your own, which stays yours to close. One more connection, to listen, is made with its options. */
  readonly pool?: PgPool
  /** PostgreSQL embedded in this process: a `PGlite` of your own, which stays yours to close. */
  readonly pglite?: PgliteInstance
  /** Where the tables are. Applications that are to hear of each other use the same. Default `tidings`. */
  readonly schema?: string
  /**
   * `create`: schema, tables and subscriptions are created when missing, and compared when present. `check`: only
   * compared. A difference is a `TopologyMismatch`. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How long a message stays with an instance that says nothing more. Default 30,000 ms. */
  readonly leaseMs?: number
  /** How often to look for messages when no notification comes. Default 5,000 ms. */
  readonly pollIntervalMs?: number
  /** How long a publish waits while the server is away, before it is refused with `NotAccepted`. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** The most bytes of data in one message. Default 1 MiB. */
  readonly maxPayload?: number
  /**
   * How long messages are kept after every subscription is done with them: as far back a new subscription can
   * begin. Default 7 days; 0 keeps none.
   */
  readonly retentionMs?: number
  /** How many connections at most, the one that listens not among them. For a `pool` its own limit counts. Default 10. */
  readonly maxConnections?: number
  /**
   * How to run a statement in a transaction that a caller brings. Default: its method `query(sql, parameters)`, as
   * those of `pg`, PGlite and TypeORM have.
   */
  readonly statement?: RunStatement
}

export type PostgresSettings = Required<Omit<PostgresOptions, 'connectionString' | 'pool' | 'pglite'>> &
  Pick<PostgresOptions, 'connectionString' | 'pool' | 'pglite'>

const day = 86_400_000

/** Throws `TypeError` and `RangeError` for what cannot be meant. */
export function settingsOf(options: PostgresOptions): PostgresSettings {
  const settings = {
    schema: 'tidings',
    topology: 'create',
    leaseMs: 30_000,
    pollIntervalMs: 5_000,
    publishTimeoutMs: 10_000,
    maxPayload: 1_048_576,
    retentionMs: 7 * day,
    maxConnections: 10,
    statement: queryOf,
    ...options,
  } as const
  const given = (['connectionString', 'pool', 'pglite'] as const).filter((name) => options[name] !== undefined)
  if (given.length > 1) throw new TypeError(`postgres: ${given.join(' and ')} are given; expected one of them`)
  const { schema, topology } = settings
  if (schema === '' || schema.includes('\0') || Buffer.byteLength(schema) > 63) {
    throw new TypeError(`postgres: schema is ${JSON.stringify(schema)}; expected a name of 1 to 63 bytes`)
  }
  if (topology !== 'create' && topology !== 'check') {
    throw new TypeError(`postgres: topology is ${JSON.stringify(topology)}; expected create or check`)
  }
  check('leaseMs', settings.leaseMs, 10, longestTimerMs)
  check('pollIntervalMs', settings.pollIntervalMs, 10, longestTimerMs)
  check('publishTimeoutMs', settings.publishTimeoutMs, 0, longestTimerMs)
  // Base64 in one parameter must stay below a gigabyte.
  check('maxPayload', settings.maxPayload, 0, 512 * 1_048_576)
  check('retentionMs', settings.retentionMs, 0, 100 * 365 * day)
  check('maxConnections', settings.maxConnections, 1, 1_000)
  return settings
}

function check(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return
  throw new RangeError(`postgres: ${name} is ${value}; expected ${least} to ${most}`)
}
