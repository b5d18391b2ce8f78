import { nats } from '@tidings/runtime/nats'
import { compareWays } from '../brokers/compare-ways.js'
import { byHand } from '../brokers/nats/by-hand.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-nats',
  about: 'events through NATS JetStream, in the stream before each counts as published and until it is handled',
  rounds: 5,
  packages: ['@tidings/runtime', '@nats-io/jetstream', '@nats-io/transport-node'],
  missing: () => missing('nats'),
  async prepare(given) {
    const servers = await startBroker('nats', given)
    const transport = (prefix: string) => nats({ servers, prefix })
    return compareWays({ broker: 'NATS', ways: [...tidings({ transport }), ...byHand(servers)] })
  },
})
