import { redis } from '@tidings/runtime/redis'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-redis',
  about: 'what a delivery through Redis costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', 'redis'],
  missing: () => missing('redis'),
  async prepare(given) {
    const url = await startBroker('redis', given)
    const transport = (line: string) => redis({ url, prefix: `${line}:` })
    return growthOf({ name: 'Redis', transport, inOrder: 'at most 8 under way, one of each part' }, given)
  },
})
