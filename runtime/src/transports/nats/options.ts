import { checkOptionsOf } from '../../transport/check-options.js'
import { longestTimerMs } from '../../transport/clock.js'
import { addressOfServer, type Server } from '../../transport/server.js'
import type { NatsConnection, NodeConnectionOptions } from './client.js'

export interface NatsOptions {
  /** Addresses of the servers of one cluster, such as `nats.example:4222`. Default `127.0.0.1:4222`. */
  readonly servers?: string | readonly string[]
  /** The broker as the contract has it, one of `servers` in the generated SDK. Where `servers` are given too, they rule. */
  readonly server?: Server
  /** Whatever else the client takes: `user`, `pass`, `token`, `authenticator`, `tls`, `name` and the like. */
  readonly connect?: NodeConnectionOptions
  /** A connection of your own, used instead of opening one, and never closed. Let it reconnect for ever. */
  readonly connection?: NatsConnection
  /** Stands before every subject, and every name of a stream: several systems on one account. Default none. */
  readonly prefix?: string
  /**
   * `create` makes streams and consumers that are missing and refuses to start where those that are there differ;
   * `check` makes none, and refuses where one is missing too. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How attributes and data stand on the wire, by the CloudEvents binding. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** How long a message stays with an instance that says nothing any more (`ack_wait`). Default 30,000 ms. */
  readonly leaseMs?: number
  /** How long a publish waits for its confirmation, broker's absence included. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** How long anything else that is asked of the server may take. Default 5,000 ms. */
  readonly requestTimeoutMs?: number
  /**
   * Into how many parts, by key, a subscription in order divides: of each part one event is under way at a time. The
   * server hands every message to each of them. Default 8.
   */
  readonly partitions?: number
  /** The most bytes of data in one message. Default 983,040: the server's 1 MiB less 64 KiB for attributes. */
  readonly maxPayload?: number
  /** What streams that are made are like. */
  readonly streams?: StreamOptions
}

export interface StreamOptions {
  /** Copies in a cluster: 1, 3 or 5. Default 1. */
  readonly replicas?: number
  /** Default `file`. */
  readonly storage?: 'file' | 'memory'
  /** After which age events are removed, whether or not handled. Default: never. */
  readonly maxAgeMs?: number
  /** How large one stream may become; then publishing is refused until there is room. Default: no limit. */
  readonly maxBytes?: number
  /** For how long an event that is published again is recognised and dropped. Default 120,000 ms. */
  readonly duplicateWindowMs?: number
}

export interface NatsSettings
  extends Required<Omit<NatsOptions, 'connect' | 'connection' | 'streams' | 'servers' | 'server'>> {
  readonly servers: readonly string[]
  readonly server: Server | undefined
  readonly connect: NodeConnectionOptions
  readonly connection: NatsConnection | undefined
  readonly streams: Required<StreamOptions>
}

/** Throws `RangeError` or `TypeError` for what can be no option. */
export function settingsOf(options: NatsOptions): NatsSettings {
  const {
    replicas = 1,
    storage = 'file',
    maxAgeMs = 0,
    maxBytes = -1,
    duplicateWindowMs = 120_000,
  } = options.streams ?? {}
  const settings: NatsSettings = {
    servers: serversOf(options),
    server: options.server,
    connect: options.connect ?? {},
    connection: options.connection,
    prefix: options.prefix ?? '',
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    leaseMs: options.leaseMs ?? 30_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    partitions: options.partitions ?? 8,
    maxPayload: options.maxPayload ?? 983_040,
    streams: { replicas, storage, maxAgeMs, maxBytes, duplicateWindowMs },
  }
  const { within, oneOf } = checkOptionsOf('nats')
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  oneOf('streams.storage', storage, ['file', 'memory'])
  within('leaseMs', settings.leaseMs, 300, longestTimerMs)
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, longestTimerMs)
  within('requestTimeoutMs', settings.requestTimeoutMs, 1, longestTimerMs)
  within('partitions', settings.partitions, 1, 64)
  within('maxPayload', settings.maxPayload, 0, 64 * 1024 * 1024)
  if (!/^[\w-]*$/.test(settings.prefix)) {
    throw new TypeError(`nats: prefix is ${JSON.stringify(settings.prefix)}; expected letters, digits, - and _`)
  }
  return settings
}

function serversOf({ servers, server, connect }: NatsOptions): readonly string[] {
  const named = server === undefined ? undefined : addressOfServer(server, reading)
  return [servers ?? connect?.servers ?? named ?? '127.0.0.1:4222'].flat()
}

const reading = { transport: 'nats', schemes: { nats: 'nats', tls: 'tls', 'secure-nats': 'tls' } }
