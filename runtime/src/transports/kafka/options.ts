import { checkOptionsOf } from '../../transport/check-options.js'
import { longestTimerMs } from '../../transport/clock.js'
import { addressOfServer, type Server } from '../../transport/server.js'
import type { ConnectionOptions, SASLOptions } from './client.js'

/** Where one broker of the cluster is reached. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

export interface KafkaOptions {
  /** Brokers to begin with, such as `kafka.example:9092`; they tell of the others. Default `127.0.0.1:9092`. */
  readonly brokers?: string | readonly string[]
  /** The broker as the contract has it, one of `servers` in the generated SDK. Where `brokers` are given too, they rule. */
  readonly server?: Server
  /** How to be let in: `{ mechanism: 'SCRAM-SHA-512', username, password }` and the like. */
  readonly sasl?: SASLOptions
  /** TLS, and how; `true` for TLS with what Node trusts. Default none. */
  readonly tls?: ConnectionOptions['tls'] | boolean
  /** How brokers know us, in their logs and quotas. Default `tidings`, and the application's name. */
  readonly clientId?: string
  /** For brokers whose own addresses cannot be reached from here, as through a tunnel: where each is reached. */
  readonly reach?: (broker: BrokerAddress) => BrokerAddress
  /** Stands before every name of a topic and group: several systems on one cluster. Default none. */
  readonly prefix?: string
  /**
   * `create` makes topics that are missing and refuses to start where those that are there differ from the contract's
   * bindings; `check` makes none, and refuses where one is missing too. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How attributes and data stand on the wire, by the CloudEvents binding. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** How long a publish waits for its confirmation, brokers' absence included. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /**
   * How long a broker may take to answer anything else. At start, and wherever asking again does no harm, it is asked
   * again for as long as a publish would wait. Default 5,000 ms.
   */
  readonly requestTimeoutMs?: number
  /**
   * How long an instance may go on with what it holds of a partition that is to go to another one; then that hands it
   * out again. Default 60,000 ms.
   */
  readonly handOverMs?: number
  /** Into how many partitions topics that are made are divided: as many instances share the work. Default 8. */
  readonly partitions?: number
  /** Copies of topics that are made. Default: as the cluster has it (`default.replication.factor`). */
  readonly replicas?: number
  /** More settings of topics that are made, such as `{ 'retention.ms': '604800000' }`. The contract's bindings rule. */
  readonly topicConfiguration?: Readonly<Record<string, string>>
  /** The most bytes of data in one message. Default 983,040: Kafka's 1 MiB less 64 KiB for attributes. */
  readonly maxPayload?: number
}

export interface KafkaSettings
  extends Required<Omit<KafkaOptions, 'brokers' | 'server' | 'sasl' | 'tls' | 'clientId' | 'replicas' | 'reach'>> {
  readonly brokers: readonly BrokerAddress[]
  readonly server: Server | undefined
  readonly sasl: SASLOptions | undefined
  readonly tls: ConnectionOptions['tls']
  readonly clientId: string | undefined
  readonly reach: (broker: BrokerAddress) => BrokerAddress
  readonly replicas: number | undefined
}

/** Throws `RangeError` or `TypeError` for what can be no option. */
export function settingsOf(options: KafkaOptions): KafkaSettings {
  const { server, tls = server?.protocol.toLowerCase() === 'kafka-secure' } = options
  const named = server && addressOfServer(server, reading)
  const settings: KafkaSettings = {
    brokers: [options.brokers ?? named ?? '127.0.0.1:9092'].flat().flatMap((list) => list.split(',').map(addressOf)),
    server,
    sasl: options.sasl,
    tls: tls === true ? {} : tls === false ? undefined : tls,
    clientId: options.clientId,
    reach: options.reach ?? ((broker) => broker),
    prefix: options.prefix ?? '',
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    handOverMs: options.handOverMs ?? 60_000,
    partitions: options.partitions ?? 8,
    replicas: options.replicas,
    topicConfiguration: options.topicConfiguration ?? {},
    maxPayload: options.maxPayload ?? 983_040,
  }
  const { within, oneOf } = checkOptionsOf('kafka')
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, longestTimerMs)
  within('requestTimeoutMs', settings.requestTimeoutMs, 1, longestTimerMs)
  within('handOverMs', settings.handOverMs, 0, 600_000)
  within('partitions', settings.partitions, 1, 10_000)
  if (settings.replicas !== undefined) within('replicas', settings.replicas, 1, 32_767)
  within('maxPayload', settings.maxPayload, 0, 64 * 1024 * 1024)
  if (!/^[A-Za-z0-9-]{0,60}$/.test(settings.prefix)) {
    throw new TypeError(`kafka: prefix is ${JSON.stringify(settings.prefix)}; expected up to 60 letters, digits and -`)
  }
  return settings
}

/** TLS is an option of its own. */
const reading = { transport: 'kafka', schemes: { kafka: 'kafka', 'kafka-secure': 'kafka' } }

/** The brokers, for messages to people. */
export const placeOf = ({ brokers }: Pick<KafkaSettings, 'brokers'>): string =>
  brokers.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(', ')

/** `kafka://` before it does no harm; a secret in it is no place for one, and is not repeated. */
function addressOf(text: string): BrokerAddress {
  const [, six, name, port = '9092'] =
    /^(?:kafka:\/\/)?(?:\[([^\]@]+)\]|([^:/@[\]]+))(?::(\d+))?\/?$/i.exec(text.trim()) ?? []
  const host = six ?? name
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    const what = text.slice(text.lastIndexOf('@') + 1)
    throw new TypeError(`kafka: ${JSON.stringify(what)} in brokers is no address; expected host:port`)
  }
  return { host, port: Number(port) }
}
