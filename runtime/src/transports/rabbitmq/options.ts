import { checkOptionsOf } from '../../transport/check-options.js'
import { longestTimerMs } from '../../transport/clock.js'
import { addressOfServer, type Server } from '../../transport/server.js'
import { type Address, addressOf } from './address.js'
import type { SocketOptions } from './client.js'

export interface RabbitmqOptions {
  /** `amqp://user:password@host:port/vhost`, or `amqps://…`; of a cluster several, tried in turn. Default `amqp://127.0.0.1`. */
  readonly url?: string | readonly string[]
  /** The broker as the contract has it, one of `servers` in the generated SDK. Where `url` is given too, that rules. */
  readonly server?: Server
  /** Whatever else the client takes: `ca`, `cert`, `key`, `credentials`, `clientProperties` and the like. */
  readonly connect?: SocketOptions
  /** The name of the exchange, with which the name of every queue begins too. Default `tidings`. */
  readonly prefix?: string
  /**
   * `create` makes the exchange and queues that are missing and refuses to start where those that are there differ;
   * `check` makes none, and refuses where one is missing too. Default `create`.
   */
  readonly topology?: 'create' | 'check'
  /** How attributes and data stand on the wire. Default `binary`. */
  readonly mode?: 'binary' | 'structured'
  /** A connection that says nothing for two of these is given up. Whole seconds; default 10,000 ms. */
  readonly heartbeatMs?: number
  /** How long a publish waits for its confirmation, the broker's absence included. Default 10,000 ms. */
  readonly publishTimeoutMs?: number
  /** How long anything else that is asked of the broker may take. Default 5,000 ms. */
  readonly requestTimeoutMs?: number
  /**
   * How many messages of a subscription in order its active instance has from the broker at once. The same for all
   * instances, and part of what the queue is: a queue made with another is refused. Default 100.
   */
  readonly orderWindow?: number
  /**
   * How long a start that made a queue waits: a broker that is killed sooner after that forgets what the queue took,
   * confirmed or not. Default 4,000 ms; 0 where that is of no account.
   */
  readonly settleMs?: number
  /** The most bytes of data in one message. Default 8 MiB. */
  readonly maxPayload?: number
  /** More arguments of the queues that are made, such as `x-quorum-initial-group-size` or `x-max-length-bytes`. */
  readonly queueArguments?: Readonly<Record<string, string | number | boolean>>
}

export interface RabbitmqSettings extends Required<Omit<RabbitmqOptions, 'url' | 'server'>> {
  readonly server: Server | undefined
  readonly addresses: readonly Address[]
}

/** Throws `RangeError` or `TypeError` for what can be no option. */
export function settingsOf(options: RabbitmqOptions): RabbitmqSettings {
  const settings: RabbitmqSettings = {
    addresses: [options.url ?? (options.server && addressOfServer(options.server, reading)) ?? 'amqp://127.0.0.1']
      .flat()
      .map(addressOf),
    server: options.server,
    connect: options.connect ?? {},
    prefix: options.prefix ?? 'tidings',
    topology: options.topology ?? 'create',
    mode: options.mode ?? 'binary',
    heartbeatMs: options.heartbeatMs ?? 10_000,
    publishTimeoutMs: options.publishTimeoutMs ?? 10_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 5_000,
    orderWindow: options.orderWindow ?? 100,
    settleMs: options.settleMs ?? 4_000,
    maxPayload: options.maxPayload ?? 8 * 1024 * 1024,
    queueArguments: options.queueArguments ?? {},
  }
  if (settings.addresses.length === 0) throw new TypeError('rabbitmq: url is empty; expected at least one address')
  const { within, oneOf } = checkOptionsOf('rabbitmq')
  oneOf('topology', settings.topology, ['create', 'check'])
  oneOf('mode', settings.mode, ['binary', 'structured'])
  within('heartbeatMs', settings.heartbeatMs, 1_000, 600_000)
  within('publishTimeoutMs', settings.publishTimeoutMs, 1, longestTimerMs)
  within('requestTimeoutMs', settings.requestTimeoutMs, 1, longestTimerMs)
  within('orderWindow', settings.orderWindow, 1, 10_000)
  within('settleMs', settings.settleMs, 0, 60_000)
  within('maxPayload', settings.maxPayload, 0, 128 * 1024 * 1024)
  // The broker keeps names that begin with `amq.` to itself.
  if (!/^[\w-]{1,64}$/.test(settings.prefix)) {
    throw new TypeError(`rabbitmq: prefix is ${JSON.stringify(settings.prefix)}; expected letters, digits, - and _`)
  }
  const ours = Object.keys(settings.queueArguments).find((name) => reserved.includes(name))
  if (ours !== undefined) throw new TypeError(`rabbitmq: queueArguments sets ${ours}, which the transport sets itself`)
  return settings
}

const reading = { transport: 'rabbitmq', schemes: { amqp: 'amqp', amqps: 'amqps' } }

const reserved = ['x-queue-type', 'x-delivery-limit', 'x-single-active-consumer', 'x-dead-letter-exchange']
