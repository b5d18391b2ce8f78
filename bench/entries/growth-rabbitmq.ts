import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-rabbitmq',
  about: 'what a delivery through RabbitMQ costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', 'amqplib'],
  missing: () => missing('rabbitmq'),
  async prepare(given) {
    const url = await startBroker('rabbitmq', given)
    // Nobody kills this broker, so that nobody has to wait until it has written down its queues.
    const transport = (prefix: string) => rabbitmq({ url, prefix, settleMs: 0 })
    return growthOf({ name: 'RabbitMQ', transport, inOrder: 'at most 10 under way, one of each key' }, given)
  },
})
