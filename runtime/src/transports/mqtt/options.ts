import type { ConnectionOptions } from 'node:tls'
import { checkOptionsOf } from '../../transport/check-options.js'
import { longestTimerMs } from '../../transport/clock.js'
import { addressOfServer, type Server } from '../../transport/server.js'
import { serverSettings } from './bindings.js'

export interface MqttOptions {
  /** The broker: `mqtt://host:1883`, or `mqtts://host:8883` for TLS. Default `mqtt://127.0.0.1:1883`. */
  readonly url?: string
  /**
   * The broker as the contract has it, one of `servers` in the generated SDK. `url` before it says where
   * it is; its bindings `keepAlive` and `sessionExpiryInterval` stand in for options that are not given.
   */
  readonly server?: Server
  /** Default: the one in `url`, else none. */
  readonly username?: string
  readonly password?: string
  /** For `mqtts://`: certificates and the like, as `tls.connect` of Node takes them. */
  readonly tls?: ConnectionOptions
  /** Stands before every topic and client id: several systems on one broker. Default none. */
  readonly prefix?: string
  /**
   * `create` makes the sessions of subscriptions that are missing; `check` makes none and refuses to start where one
   * is missing. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How attributes and data stand on the wire, by the CloudEvents binding. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** How many sessions share the work of a subscription: as many instances can take part. Default 4. */
  readonly sessions?: number
  /** How long a session that nobody reads is kept, in seconds. Default: for ever. */
  readonly sessionExpirySeconds?: number
  /**
   * Whether the broker stores what it confirms, which it tells nobody: for Mosquitto `persistence true`, and an end by
   * SIGTERM. An outbox asks for it. Default `false`.
   */
  readonly durable?: boolean
  /** How long a publish waits for its confirmation, broker's absence included. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** How long anything else that is asked of the broker may take. Default 5,000 ms. */
  readonly requestTimeoutMs?: number
  /** A connection on which nothing is heard for this long is given up. Default 10,000 ms. */
  readonly keepAliveMs?: number
  /** An instance that is not heard of for this long takes no part any more. Default 15,000 ms. */
  readonly memberTimeoutMs?: number
  /** The most bytes of data in one message. Default 1,048,576. */
  readonly maxPayload?: number
}

export interface MqttSettings
  extends Required<Omit<MqttOptions, 'url' | 'server' | 'username' | 'password' | 'sessionExpirySeconds'>> {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  readonly username: string | undefined
  readonly password: string | undefined
  readonly sessionExpirySeconds: number
  readonly server: Server | undefined
}

/** MQTT 5.0, section 3.1.2.11.2: a session that does not expire. */
export const neverExpires = 0xffff_ffff

/** Throws `RangeError` or `TypeError` for what can be no option. */
export function settingsOf(options: MqttOptions): MqttSettings {
  const said = serverSettings(options.server)
  const settings: MqttSettings = {
    ...addressOf(options),
    server: options.server,
    tls: options.tls ?? {},
    prefix: options.prefix ?? '',
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    sessions: options.sessions ?? 4,
    sessionExpirySeconds: options.sessionExpirySeconds ?? said.sessionExpirySeconds ?? neverExpires,
    durable: options.durable ?? false,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    keepAliveMs: options.keepAliveMs ?? said.keepAliveMs ?? 10_000,
    memberTimeoutMs: options.memberTimeoutMs ?? 15_000,
    maxPayload: options.maxPayload ?? 1_048_576,
  }
  const { within, oneOf } = checkOptionsOf('mqtt')
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  within('sessions', settings.sessions, 1, 64)
  within('sessionExpirySeconds', settings.sessionExpirySeconds, 60, neverExpires)
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, longestTimerMs)
  within('requestTimeoutMs', settings.requestTimeoutMs, 1, longestTimerMs)
  within('keepAliveMs', settings.keepAliveMs, 100, 65_535_000)
  within('memberTimeoutMs', settings.memberTimeoutMs, 300, longestTimerMs)
  within('maxPayload', settings.maxPayload, 0, 256 * 1024 * 1024)
  if (!/^[\w-]*$/.test(settings.prefix)) {
    throw new TypeError(`mqtt: prefix is ${JSON.stringify(settings.prefix)}; expected letters, digits, - and _`)
  }
  return settings
}

/** The broker's place, without what may be secret. */
export const placeOf = ({ host, port }: Pick<MqttSettings, 'host' | 'port'>): string => `${host}:${port}`

const reading = {
  transport: 'mqtt',
  schemes: { mqtt: 'mqtt', mqtt5: 'mqtt', mqtts: 'mqtts', 'secure-mqtt': 'mqtts' },
}

function addressOf({ url: given, server, username, password }: MqttOptions) {
  const url = given ?? (server === undefined ? 'mqtt://127.0.0.1:1883' : addressOfServer(server, reading))
  const address = URL.canParse(url) && isDecodable(url) ? new URL(url) : undefined
  const isSecure = address?.protocol === 'mqtts:'
  // The text itself may hold a password.
  if (address === undefined || address.hostname === '' || !(isSecure || address.protocol === 'mqtt:')) {
    throw new TypeError('mqtt: url is no address of a broker; expected mqtt://host:1883 or mqtts://host:8883')
  }
  return {
    host: address.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: address.port === '' ? (isSecure ? 8883 : 1883) : Number(address.port),
    isSecure,
    username: username ?? spoken(address.username),
    password: password ?? spoken(address.password),
  }
}

const spoken = (part: string): string | undefined => (part === '' ? undefined : decodeURIComponent(part))

const isDecodable = (url: string): boolean => !/%(?![0-9A-Fa-f]{2})/.test(url)
