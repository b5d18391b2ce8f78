import {
  Consumer,
  type Message,
  ProduceAcks,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka'
import { each, type Handle, inHand, together, type Way } from '../way.js'
import { createTopic } from './topic.js'

/** Confirmed by all replicas; what is handled is committed, one commit at a time. */
const wayOf = (name: string, bootstrapBrokers: string[], idempotent: boolean, publish: typeof publishEach): Way => ({
  name,
  async open(line) {
    const topic = await createTopic(bootstrapBrokers, line, line)
    const producer = new Producer({
      clientId: 'bench',
      bootstrapBrokers,
      acks: ProduceAcks.ALL,
      idempotent,
      serializers: stringSerializers,
    })
    let consuming: Awaited<ReturnType<typeof consume>> | undefined
    return {
      publish: (orders) => publish(producer, line, orders),
      async consume(handle) {
        consuming = await consume(bootstrapBrokers, line, handle)
      },
      left: () => topic.lag(),
      async close() {
        await consuming?.end()
        await producer.close()
        await topic.remove()
      },
    }
  },
})

type Orders = Parameters<typeof each>[0]
type StringProducer = Producer<string, string, string, string>

const messageOf = (topic: string, { envelope }: Orders[number]) => ({
  topic,
  key: envelope.data.orderId,
  value: JSON.stringify(envelope),
})

const publishEach = (producer: StringProducer, topic: string, orders: Orders): Promise<void> =>
  each(orders, (order) => producer.send({ messages: [messageOf(topic, order)] }))

const publishTogether = (producer: StringProducer, topic: string, orders: Orders): Promise<void> =>
  together(orders, (some) => producer.send({ messages: some.map((order) => messageOf(topic, order)) }))

/** Its idempotent producer has one request under way at a time; several get out of order. */
export const byHand = (bootstrapBrokers: string[]): readonly Way[] => [
  wayOf(`@platformatic/kafka by hand, ${inHand} in one send`, bootstrapBrokers, true, publishTogether),
  {
    ...wayOf('@platformatic/kafka by hand, may write twice', bootstrapBrokers, false, publishEach),
    onlyPublishes: true,
  },
]

async function consume(bootstrapBrokers: string[], topic: string, handle: Handle) {
  const consumer = new Consumer({
    clientId: 'bench',
    groupId: topic,
    bootstrapBrokers,
    deserializers: stringDeserializers,
    maxWaitTime: 500,
  })
  const stream = await consumer.consume({
    topics: [topic],
    autocommit: false,
    mode: 'committed',
    fallbackMode: 'earliest',
    highWaterMark: inHand,
  })
  const done = new Map<number, Message<string, string, string, string>>()
  let isCommitting = false
  const commit = async () => {
    if (isCommitting) return
    isCommitting = true
    while (done.size > 0) {
      const offsets = [...done.values()].map(({ partition, offset }) => ({
        topic,
        partition,
        offset: offset + 1n,
        leaderEpoch: -1,
      }))
      done.clear()
      await consumer.commit({ offsets })
    }
    isCommitting = false
  }
  const run = async () => {
    for await (const message of stream) {
      await handle(JSON.parse(message.value).data)
      done.set(message.partition, message)
      void commit()
    }
  }
  const running = run()
  return {
    async end() {
      await stream.close()
      await running
      await consumer.close(true)
    },
  }
}
