import { kafka } from '@tidings/runtime/kafka'
import { compareWays } from '../brokers/compare-ways.js'
import { byHand } from '../brokers/kafka/by-hand.js'
import { kafkaJs } from '../brokers/kafka/kafkajs.js'
import { nest } from '../brokers/kafka/nest.js'
import { nestPeers } from '../brokers/nest.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-kafka',
  about: 'events through Kafka, confirmed by all replicas before each counts as published, committed once handled',
  rounds: 3,
  packages: ['@tidings/runtime', '@platformatic/kafka'],
  peers: { ...nestPeers, kafkajs: '2.2.4' },
  missing: () => missing('kafka'),
  async prepare(given) {
    const brokers = [(await startBroker('kafka', given)).replace('kafka://', '')]
    const transport = (line: string) => kafka({ brokers, prefix: line.replaceAll('_', '-') })
    return compareWays({
      broker: 'Kafka',
      ways: [...tidings({ transport }), ...byHand(brokers), kafkaJs(brokers, given.load), nest(brokers, given.load)],
      singles: 50,
    })
  },
})
