import { nats } from '@tidings/runtime/nats'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-nats',
  about: 'what a delivery through NATS JetStream costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', '@nats-io/jetstream', '@nats-io/transport-node'],
  missing: () => missing('nats'),
  async prepare(given) {
    const servers = await startBroker('nats', given)
    const transport = (prefix: string) => nats({ servers, prefix })
    return growthOf({ name: 'NATS', transport, inOrder: 'at most 8 under way, one of each part' }, given)
  },
})
