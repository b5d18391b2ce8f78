import type { Given } from '../../entry.js'
import { openNest } from '../nest.js'
import { inHand, type Way } from '../way.js'
import { createTopic, type Topic } from './topic.js'

/** On KafkaJS; it appends to the name of a group. */
export const nest = (brokers: readonly string[], load: Given['load']): Way => ({
  name: 'NestJS microservice, may write twice',
  async open(line) {
    const topic: Topic = await createTopic(brokers, line, `${line}-server`)
    const client = { clientId: line, brokers, logLevel: 0 }
    const nest = await openNest({
      load,
      transport: 'KAFKA',
      pattern: line,
      client: { client, producerOnlyMode: true, send: { acks: -1 } },
      server: {
        client,
        consumer: { groupId: line, maxWaitTimeInMs: 500 },
        subscribe: { fromBeginning: true },
        run: { autoCommitThreshold: inHand, partitionsConsumedConcurrently: 8 },
      },
      payload: (envelope) => ({ key: (envelope as { data: { orderId: string } }).data.orderId, value: envelope }),
    })
    return {
      ...nest,
      left: () => topic.lag(),
      async close() {
        await nest.close()
        await topic.remove()
      },
    }
  },
})
