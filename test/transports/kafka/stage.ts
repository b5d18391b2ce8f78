import { randomUUID } from 'node:crypto'
import { Admin, Producer } from '@platformatic/kafka'
import { type KafkaOptions, kafka } from '@tidings/runtime/kafka'
import { type Connection, type Intake, type SubscriptionPlace, systemClock } from '@tidings/runtime/transport'
import { placeAt, until } from '../stage.js'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** Clients that know nothing of Tidings. */
  readonly admin: Admin
  readonly producer: Producer
  /** As such clients want it. */
  readonly address: string
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: KafkaOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** The topics under the prefix. */
  topics(): Promise<readonly string[]>
  /** Closes what was opened since the last time, and deletes the topics. */
  clear(): Promise<void>
  close(): Promise<void>
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}`
  const address = url.replace('kafka://', '')
  const where = { clientId: 'stage', bootstrapBrokers: [address], retries: 5, retryDelay: 200 }
  const admin = new Admin(where)
  const producer = new Producer(where)
  const warnings: string[] = []
  const connections: Connection[] = []
  const stage: Stage = {
    prefix,
    admin,
    producer,
    address,
    warnings,
    async connect(options) {
      const transport = kafka({ brokers: url, prefix, partitions: 3, handOverMs: 2_000, ...options })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    async open(connection, options) {
      const place = placeAt(options)
      await connection.declare({ subscriptions: [place] })
      return connection.open(place)
    },
    topics: async () => (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}.`)).sort(),
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      const topics = [...(await stage.topics())]
      if (topics.length > 0) await admin.deleteTopics({ topics })
      await until(async () => (await stage.topics()).length === 0, 'the topics were gone')
      warnings.length = 0
    },
    async close() {
      await stage.clear()
      await Promise.all([admin.close(), producer.close()])
    },
  }
  return stage
}
