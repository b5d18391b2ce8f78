import { redis } from '@tidings/runtime/redis'
import { compareWays } from '../brokers/compare-ways.js'
import { bullmq } from '../brokers/redis/bullmq.js'
import { byHand } from '../brokers/redis/by-hand.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-redis',
  about: 'events through Redis, in its append-only file before each counts as published, synchronised every second',
  rounds: 5,
  packages: ['@tidings/runtime', 'redis'],
  peers: { bullmq: '6.7.0', ioredis: '5.11.1' },
  missing: () => missing('redis'),
  async prepare(given) {
    const url = await startBroker('redis', given)
    const transport = (prefix: string) => redis({ url, prefix: `${prefix}:` })
    return compareWays({ broker: 'Redis', ways: [...tidings({ transport }), byHand(url), bullmq(url, given.load)] })
  },
})
