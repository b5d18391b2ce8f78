import { checkOptionsOf } from '../../transport/check-options.js'
import { longestTimerMs } from '../../transport/clock.js'
import { addressOfServer, type Server } from '../../transport/server.js'
import type { RedisConnectOptions } from './client.js'

export interface RedisOptions {
  /** Where the server is: `redis://127.0.0.1:6379` unless given; `rediss://` is TLS. */
  readonly url?: string
  /** The broker as the contract has it, one of `servers` in the generated SDK. Where `url` is given too, that rules. */
  readonly server?: Server
  /** Whatever else the client takes: `username`, `password`, `credentialsProvider`, `database`, `name`, `socket` (TLS). */
  readonly connect?: RedisConnectOptions
  /** Stands before every key: several systems in one database. Default none. */
  readonly prefix?: string
  /**
   * `create` makes streams and consumer groups that are missing; `check` makes none, and refuses to start where one is
   * missing. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How attributes and data stand in an entry. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** How long a message stays with an instance that says nothing any more. Default 30,000 ms. */
  readonly leaseMs?: number
  /** How long a publish waits for its confirmation, the server's absence included. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** How long anything else that is asked of the server may take. Default 5,000 ms. */
  readonly requestTimeoutMs?: number
  /** Into how many parts, by key, a subscription in order divides: of each part one event is under way. Default 8. */
  readonly partitions?: number
  /** The most bytes of data in one message. Default 4,194,304. */
  readonly maxPayload?: number
  /**
   * How long events are kept that every consumer group has done with, for subscriptions that begin in the past.
   * `Infinity` keeps them for ever. Default 3,600,000 ms: one hour.
   */
  readonly keepHandledMs?: number
  /** After which age events are removed, handled or not. Default: never. */
  readonly maxAgeMs?: number
  /**
   * Whether what was accepted must survive the server. `true` refuses to start on one that keeps no append-only file,
   * unless `replicas` confirm, or that evicts. With `false` an outbox refuses this transport. Default `true`.
   */
  readonly durable?: boolean
  /** How many replicas must have a publish before it resolves (`WAIT`). Default 0. */
  readonly replicas?: number
}

export interface RedisSettings extends Required<Omit<RedisOptions, 'server'>> {
  readonly server: Server | undefined
}

/** Throws `RangeError` or `TypeError` for what can be no option. */
export function settingsOf(options: RedisOptions): RedisSettings {
  const settings: RedisSettings = {
    url: options.url ?? (options.server && addressOfServer(options.server, reading)) ?? 'redis://127.0.0.1:6379',
    server: options.server,
    connect: options.connect ?? {},
    prefix: options.prefix ?? '',
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    leaseMs: options.leaseMs ?? 30_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    partitions: options.partitions ?? 8,
    maxPayload: options.maxPayload ?? 4_194_304,
    keepHandledMs: options.keepHandledMs ?? 3_600_000,
    maxAgeMs: options.maxAgeMs ?? Number.POSITIVE_INFINITY,
    durable: options.durable ?? true,
    replicas: options.replicas ?? 0,
  }
  if (!isAddress(settings.url)) {
    throw new TypeError(
      'redis: url is no address; expected redis://HOST:PORT or rediss://HOST:PORT, what is special in a user or password percent-encoded',
    )
  }
  if (!/^[\w:.-]*$/.test(settings.prefix)) {
    throw new TypeError(`redis: prefix is ${JSON.stringify(settings.prefix)}; expected letters, digits, : . - and _`)
  }
  const { within, oneOf } = checkOptionsOf('redis')
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  oneOf('durable', settings.durable, [true, false])
  within('leaseMs', settings.leaseMs, 300, longestTimerMs)
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, longestTimerMs)
  within('requestTimeoutMs', settings.requestTimeoutMs, 1, longestTimerMs)
  within('partitions', settings.partitions, 1, 64)
  within('maxPayload', settings.maxPayload, 0, 256 * 1024 * 1024)
  within('replicas', settings.replicas, 0, 100)
  if (settings.keepHandledMs !== Number.POSITIVE_INFINITY) within('keepHandledMs', settings.keepHandledMs, 0, aeon)
  if (settings.maxAgeMs !== Number.POSITIVE_INFINITY) within('maxAgeMs', settings.maxAgeMs, 1, aeon)
  return settings
}

const reading = { transport: 'redis', schemes: { redis: 'redis', rediss: 'rediss', 'secure-redis': 'rediss' } }

/** A hundred years. */
const aeon = 100 * 365 * 24 * 3_600_000

/** Without what may be secret. */
export function placeOf({ url }: Pick<RedisSettings, 'url'>): string {
  const { hostname, port } = new URL(url)
  return `${hostname || '127.0.0.1'}:${port || 6379}`
}

function isAddress(url: string): boolean {
  try {
    const { protocol, username, password } = new URL(url)
    decodeURIComponent(username + password)
    return protocol === 'redis:' || protocol === 'rediss:'
  } catch {
    return false
  }
}
