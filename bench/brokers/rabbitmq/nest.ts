import { connect } from 'amqplib'
import type { Given } from '../../entry.js'
import { openNest } from '../nest.js'
import { inHand, type Way } from '../way.js'
import { quorum } from './by-hand.js'

export const nest = (url: string, load: Given['load']): Way => ({
  name: 'NestJS microservice',
  async open(line) {
    const connection = await connect(url)
    const channel = await connection.createChannel()
    await channel.assertQueue(line, quorum)
    const common = { urls: [url], queue: line, queueOptions: quorum }
    const nest = await openNest({
      load,
      transport: 'RMQ',
      client: { ...common, persistent: true },
      server: { ...common, noAck: false, prefetchCount: inHand },
      acknowledge: (context: RmqContext) => context.getChannelRef().ack(context.getMessage()),
    })
    return {
      ...nest,
      left: async () => (await channel.checkQueue(line)).messageCount,
      async close() {
        await nest.close()
        await channel.deleteQueue(line)
        await connection.close()
      },
    }
  },
})

interface RmqContext {
  getChannelRef(): { ack(message: unknown): void }
  getMessage(): unknown
}
