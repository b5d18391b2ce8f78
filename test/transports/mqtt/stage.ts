import { randomUUID } from 'node:crypto'
import { type MqttOptions, mqtt } from '@tidings/runtime/mqtt'
import { type Connection, type Intake, type SubscriptionPlace, systemClock } from '@tidings/runtime/transport'
import mqttJs, { type IPublishPacket, type MqttClient } from 'mqtt'
import { removeAll } from '../../conformance/subjects/mqtt-programs.js'
import { placeAt, until } from '../stage.js'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** A client that knows nothing of Tidings. */
  readonly foreign: MqttClient
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: MqttOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** Everything that is published or retained below a filter from now on, as it comes. */
  listen(filter: string): Promise<readonly Heard[]>
  /** What a session of a subscription holds unread, as whoever takes it over sees it. */
  waiting(subscription: string): Promise<readonly string[]>
  /** Closes what was opened since the last time, and leaves nothing at the broker. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface Heard {
  readonly topic: string
  readonly body: string
  readonly packet: IPublishPacket
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}`
  const foreign = await mqttJs.connectAsync(url, { protocolVersion: 5, reconnectPeriod: 100 })
  const warnings: string[] = []
  const connections: Connection[] = []
  const listeners: MqttClient[] = []
  const stage: Stage = {
    prefix,
    foreign,
    warnings,
    async connect(options) {
      const where = options?.server === undefined ? { url } : {}
      const transport = mqtt({ ...where, prefix, publishTimeoutMs: 3_000, ...options })
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
    async listen(filter) {
      const client = await mqttJs.connectAsync(url, { protocolVersion: 5 })
      listeners.push(client)
      const heard: Heard[] = []
      client.on('message', (topic, payload, packet) => heard.push({ topic, body: payload.toString(), packet }))
      await client.subscribeAsync(`${prefix}/${filter}`, { qos: 1 })
      return heard
    },
    async waiting(subscription) {
      const found: string[] = []
      for (const session of [0, 1, 2, 3]) {
        const clientId = `${prefix}.tidings.pizzeria.${subscription}.${session}`
        const client = mqttJs.connect(url, {
          protocolVersion: 5,
          clientId,
          clean: false,
          reconnectPeriod: 0,
          properties: { sessionExpiryInterval: 0xffff_ffff },
        })
        client.handleMessage = ({ properties }) => {
          found.push(String(properties?.userProperties?.['id']))
        }
        await new Promise((resolve) => client.once('connect', resolve))
        await new Promise((resolve) => setTimeout(resolve, 50))
        await new Promise<void>((resolve) => client.end(true, () => resolve()))
      }
      return found
    },
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      await Promise.all(listeners.splice(0).map((client) => client.endAsync()))
      await until(() => foreign.connected, 'the broker answered')
      await removeAll(url, prefix)
      warnings.length = 0
    },
    async close() {
      await stage.clear()
      await foreign.endAsync()
    },
  }
  return stage
}
