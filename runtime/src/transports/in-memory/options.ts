import { type Clock, systemClock } from '../../transport/clock.js'

export interface InMemoryOptions {
  /**
   * How many messages a subscription may have waiting and held, and how many dead letters. A publish that finds one
   * full waits for room. Default 10,000.
   */
  readonly capacity?: number
  /** How long a publish waits for room before it is refused. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /**
   * How long a message stays held without being extended, as with brokers that lease. Default: as long as the bus
   * that holds it is connected, since inside one process nobody can vanish.
   */
  readonly leaseMs?: number
  /** The most bytes of data in one message. Default 1 MiB, which most brokers take. */
  readonly maxPayload?: number
  /** Default: the system's. */
  readonly clock?: Clock
}

export interface InMemorySettings {
  readonly capacity: number
  readonly publishTimeoutMs: number
  readonly leaseMs: number | undefined
  readonly maxPayload: number
  readonly clock: Clock
}

export const settingsOf = (options: InMemoryOptions): InMemorySettings => ({
  capacity: options.capacity ?? 10_000,
  publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
  leaseMs: options.leaseMs,
  maxPayload: options.maxPayload ?? 1_048_576,
  clock: options.clock ?? systemClock,
})
