import { type ChannelModel, connect } from 'amqplib'
import { each, inHand, type Way } from '../way.js'

export const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } }

/** A quorum queue, a channel that confirms, and an acknowledgement for each message. */
export const byHand = (url: string): Way => ({
  name: 'amqplib by hand',
  async open(line) {
    const connection = await connect(url, { noDelay: true })
    const channel = await connection.createConfirmChannel()
    await channel.assertQueue(line, quorum)
    let consumer: ChannelModel | undefined
    let unacknowledged = 0
    return {
      publish: (orders) =>
        each(
          orders,
          ({ envelope }) =>
            new Promise<void>((resolve, reject) => {
              const body = Buffer.from(JSON.stringify(envelope))
              channel.sendToQueue(line, body, { persistent: true }, (error) => (error ? reject(error) : resolve()))
            }),
        ),
      async consume(handle) {
        consumer = await connect(url, { noDelay: true })
        const own = await consumer.createChannel()
        await own.prefetch(inHand)
        await own.consume(line, async (message) => {
          if (message === null) return
          unacknowledged++
          await handle(JSON.parse(message.content.toString()).data)
          own.ack(message)
          unacknowledged--
        })
      },
      left: async () => (await channel.checkQueue(line)).messageCount + unacknowledged,
      async close() {
        await consumer?.close()
        await channel.deleteQueue(line)
        await connection.close()
      },
    }
  },
})
