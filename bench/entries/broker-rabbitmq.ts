import { rabbitmq } from '@tidings/runtime/rabbitmq'
import { compareWays } from '../brokers/compare-ways.js'
import { nestPeers } from '../brokers/nest.js'
import { byHand } from '../brokers/rabbitmq/by-hand.js'
import { nest } from '../brokers/rabbitmq/nest.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-rabbitmq',
  about: 'events through RabbitMQ, in a quorum queue before each counts as published and until it is handled',
  rounds: 5,
  packages: ['@tidings/runtime', 'amqplib'],
  peers: { ...nestPeers, amqplib: '2.3.1', 'amqp-connection-manager': '5.0.0' },
  missing: () => missing('rabbitmq'),
  async prepare(given) {
    const url = await startBroker('rabbitmq', given)
    // Nobody kills this broker, so that nobody has to wait until it has written down its queues.
    const transport = (prefix: string) => rabbitmq({ url, prefix, settleMs: 0 })
    return compareWays({ broker: 'RabbitMQ', ways: [...tidings({ transport }), byHand(url), nest(url, given.load)] })
  },
})
