import type { Clock } from '../../transport/clock.js'
import type { Database, QueryOptions } from './database.js'
import type { PostgresIntake } from './intake.js'
import type { Names } from './names.js'
import type { PostgresSettings } from './options.js'
import type { Reachability } from './reachability.js'

/** What the parts of one connection share. */
export interface Server {
  readonly database: Database
  readonly names: Names
  readonly settings: PostgresSettings
  readonly clock: Clock
  readonly reachability: Reachability
  /** Aborted when the connection closes: nobody tries again from then on. */
  readonly closing: AbortSignal
  /** How long to wait for an answer. */
  readonly patience: QueryOptions
  readonly intakes: Set<PostgresIntake>
}
