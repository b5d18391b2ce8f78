import { randomUUID } from 'node:crypto'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { type NatsOptions, nats } from '@tidings/runtime/nats'
import { type Connection, type Intake, type SubscriptionPlace, systemClock } from '@tidings/runtime/transport'
import { openAt, until } from '../stage.js'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** A client that knows nothing of Tidings. */
  readonly foreign: NatsConnection
  readonly jsm: JetStreamManager
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: NatsOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** The streams under the prefix. */
  streams(): Promise<readonly string[]>
  /** Closes what was opened since the last time, and deletes the streams. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}`
  const foreign = await connect({ servers: url, maxReconnectAttempts: -1, reconnectTimeWait: 100 })
  const jsm = await jetstreamManager(foreign, { checkAPI: false, timeout: 1_000 })
  const warnings: string[] = []
  const connections: Connection[] = []
  const stage: Stage = {
    prefix,
    foreign,
    jsm,
    warnings,
    async connect(options) {
      const transport = nats({
        servers: url,
        prefix,
        leaseMs: 2_000,
        connect: { reconnectTimeWait: 100, reconnectJitter: 10 },
        ...options,
      })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    open: openAt,
    async streams() {
      const found: string[] = []
      for await (const name of jsm.streams.names(`${prefix}.>`)) found.push(name)
      return found.sort()
    },
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      await until(() => jsm.getAccountInfo().catch(() => false), 'the server answered')
      for (const name of await stage.streams()) await jsm.streams.delete(name)
      warnings.length = 0
    },
    async close() {
      await stage.clear()
      await foreign.close()
    },
  }
  return stage
}
