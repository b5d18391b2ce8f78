import { randomUUID } from 'node:crypto'
import { type RabbitmqOptions, rabbitmq } from '@tidings/runtime/rabbitmq'
import {
  type Connection,
  type DeadLetter,
  type Intake,
  type SubscriptionPlace,
  systemClock,
} from '@tidings/runtime/transport'
import { type ChannelModel, type ConfirmChannel, connect, type GetMessage, type Options } from 'amqplib'
import { placeAt, until } from '../stage.js'

/** A prefix of one test file's own, and what plays under it. */
export interface Stage {
  readonly prefix: string
  /** What the connections warned of. */
  readonly warnings: string[]
  connect(options?: RabbitmqOptions): Promise<Connection>
  open(connection: Connection, place?: Partial<SubscriptionPlace>): Promise<Intake>
  /** The queue of a subscription of the pizzeria. */
  queue(subscription?: string): string
  /** A channel of a client that knows nothing of Tidings, for one piece of work. */
  foreign<T>(work: (channel: ConfirmChannel, model: ChannelModel) => Promise<T>): Promise<T>
  /** Publishes as such a client does. */
  publish(routingKey: string, body: string | Buffer, options?: Options.Publish): Promise<void>
  /** What is first in a queue; it is taken out. */
  take(queue: string): Promise<GetMessage>
  /** Closes what was opened since the last time, and deletes what bears the prefix. */
  clear(): Promise<void>
}

export async function openStage(url: string): Promise<Stage> {
  const prefix = `stage-${randomUUID().slice(0, 8)}`
  const warnings: string[] = []
  const connections: Connection[] = []
  const subscriptions = new Set(['kitchen'])
  const stage: Stage = {
    prefix,
    warnings,
    async connect(options) {
      const transport = rabbitmq({ url, prefix, heartbeatMs: 1_000, settleMs: 0, ...options })
      const warn = (warning: Error) => warnings.push(warning.message)
      const connection = await transport.connect({ application: 'pizzeria', clock: systemClock, warn })
      connections.push(connection)
      return connection
    },
    async open(connection, options) {
      const place = placeAt(options)
      subscriptions.add(place.name)
      await connection.declare({ subscriptions: [place] })
      return connection.open(place)
    },
    queue: (subscription = 'kitchen') => `${prefix}.events.pizzeria.${subscription}`,
    async foreign(work) {
      const model = await connect(url)
      model.on('error', () => {})
      try {
        const channel = await model.createConfirmChannel()
        channel.on('error', () => {})
        return await work(channel, model)
      } finally {
        await model.close().catch(() => {})
      }
    },
    publish: (routingKey, body, options) =>
      stage.foreign(async (channel) => {
        channel.publish(prefix, routingKey, Buffer.from(body), options)
        await channel.waitForConfirms()
      }),
    take: (queue) =>
      stage.foreign(async (channel) => {
        const message = await channel.get(queue, { noAck: true })
        if (message === false) throw new Error(`nothing in ${queue}`)
        // What the broker says of its handing it out, which nobody sent.
        delete message.properties.headers?.['x-delivery-count']
        return message
      }),
    async clear() {
      await Promise.all(connections.splice(0).map((connection) => connection.close()))
      const answers = () =>
        connect(url).then(
          (model) => model.close().then(() => true),
          () => false,
        )
      await until(answers, 'the broker answered', 60_000)
      await stage.foreign(async (channel) => {
        for (const subscription of subscriptions) await channel.deleteQueue(stage.queue(subscription))
        await channel.deleteQueue(`${prefix}.dead.pizzeria`)
        await channel.deleteExchange(prefix)
      })
      warnings.length = 0
    },
  }
  return stage
}

export async function lettersOf({ deadLetters }: Connection): Promise<DeadLetter[]> {
  const found: DeadLetter[] = []
  for await (const letter of deadLetters?.list({}) ?? []) found.push(letter)
  return found
}
