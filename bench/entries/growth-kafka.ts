import { kafka } from '@tidings/runtime/kafka'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-kafka',
  about: 'what a delivery through Kafka costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', '@platformatic/kafka'],
  missing: () => missing('kafka'),
  async prepare(given) {
    const brokers = [(await startBroker('kafka', given)).replace('kafka://', '')]
    const transport = (line: string) => kafka({ brokers, prefix: line.replaceAll('_', '-') })
    return growthOf({ name: 'Kafka', transport, inOrder: 'at most 10 under way, one of each key' }, given)
  },
})
