import type { OrderConfirmedData } from '@mario/pizzeria-events'
import type { Given } from '../../entry.js'
import { each, inHand, type Way } from '../way.js'
import { createTopic } from './topic.js'

/** Commits every so many messages, and at the end of what one answer held. Confirmed by all replicas. */
export const kafkaJs = (brokers: readonly string[], load: Given['load']): Way => ({
  name: 'kafkajs, may write twice',
  async open(line) {
    const { Kafka, logLevel } = (await load<{ default: KafkaJs }>('kafkajs')).default
    const kafka = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING })
    const topic = await createTopic(brokers, line, line)
    const producer = kafka.producer()
    await producer.connect()
    let consumer: KafkaJsConsumer | undefined
    return {
      publish: (orders) =>
        each(orders, ({ envelope }) =>
          producer.send({
            topic: line,
            acks: -1,
            messages: [{ key: envelope.data.orderId, value: JSON.stringify(envelope) }],
          }),
        ),
      async consume(handle) {
        consumer = kafka.consumer({ groupId: line, maxWaitTimeInMs: 500 })
        await consumer.connect()
        await consumer.subscribe({ topic: line, fromBeginning: true })
        await consumer.run({
          autoCommitThreshold: inHand,
          partitionsConsumedConcurrently: 8,
          eachMessage: ({ message }) => handle((JSON.parse(String(message.value)) as Envelope).data),
        })
      },
      left: () => topic.lag(),
      async close() {
        await consumer?.disconnect()
        await producer.disconnect()
        await topic.remove()
      },
    }
  },
})

interface Envelope {
  readonly data: OrderConfirmedData
}

/** The slice of it that is used. */
interface KafkaJs {
  readonly Kafka: new (options: object) => { producer(): KafkaJsProducer; consumer(options: object): KafkaJsConsumer }
  readonly logLevel: { readonly NOTHING: number }
}

interface KafkaJsProducer {
  connect(): Promise<void>
  send(record: object): Promise<unknown>
  disconnect(): Promise<void>
}

interface KafkaJsConsumer {
  connect(): Promise<void>
  subscribe(options: object): Promise<void>
  run(options: {
    readonly autoCommitThreshold: number
    readonly partitionsConsumedConcurrently: number
    readonly eachMessage: (given: { readonly message: { readonly value: unknown } }) => Promise<void>
  }): Promise<void>
  disconnect(): Promise<void>
}
