import { checkOptionsOf } from '../../transport/check-options.js'
import { type Clock, longestTimerMs, systemClock } from '../../transport/clock.js'

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
  /**
   * The most bytes of data in one message. Default 1 MiB, which most brokers take; without end where events are encoded
   * when needed.
   */
  readonly maxPayload?: number
  /**
   * Whether events become bytes and are read again, as on a broker (`always`, the default), or are handed over as they
   * are (`when-needed`), which is several times as quick: a subscription to an event's very class gets the event that
   * was published, and bytes are made for others and for dead letters. An event is valid and immutable, so that nobody
   * but its codec can tell; leave it to tests to go the whole way.
   */
  readonly encode?: 'always' | 'when-needed'
  /** Default: the system's. */
  readonly clock?: Clock
}

export interface InMemorySettings {
  readonly capacity: number
  readonly publishTimeoutMs: number
  readonly leaseMs: number | undefined
  readonly maxPayload: number | undefined
  readonly encode: 'always' | 'when-needed'
  readonly clock: Clock
}

/** Throws `RangeError` for what can be no limit. */
export function settingsOf(options: InMemoryOptions): InMemorySettings {
  const { capacity = 10_000, publishTimeoutMs = 10_000, leaseMs, encode = 'always', clock = systemClock } = options
  const { maxPayload = encode === 'always' ? 1_048_576 : undefined } = options
  check('capacity', capacity, 1, Number.POSITIVE_INFINITY)
  check('publishTimeoutMs', publishTimeoutMs, 0, longestTimerMs)
  if (leaseMs !== undefined) check('leaseMs', leaseMs, 1, longestTimerMs)
  if (maxPayload !== undefined) check('maxPayload', maxPayload, 0, Number.POSITIVE_INFINITY)
  checkOptionsOf('inMemory').oneOf('encode', encode, ['always', 'when-needed'])
  return { capacity, publishTimeoutMs, leaseMs, maxPayload, encode, clock }
}

function check(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return
  const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`
  throw new RangeError(`inMemory: ${name} is ${value}; expected ${range}`)
}
