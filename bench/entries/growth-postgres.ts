import { postgres } from '@tidings/runtime/postgres'
import { missing, startBroker } from '../brokers/start.js'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-postgres',
  about: 'what a delivery through PostgreSQL costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 3,
  packages: ['@tidings/runtime', 'pg'],
  missing: () => missing('postgres'),
  async prepare(given) {
    const connectionString = await startBroker('postgres', given)
    const transport = (schema: string) => postgres({ connectionString, schema })
    return growthOf({ name: 'PostgreSQL', transport, inOrder: 'at most 10 under way, one of each key' }, given)
  },
})
