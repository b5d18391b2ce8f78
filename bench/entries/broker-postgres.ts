import { postgres } from '@tidings/runtime/postgres'
import { compareWays } from '../brokers/compare-ways.js'
import { byHand } from '../brokers/postgres/by-hand.js'
import { graphileWorker } from '../brokers/postgres/graphile-worker.js'
import { pgBoss } from '../brokers/postgres/pg-boss.js'
import { missing, startBroker } from '../brokers/start.js'
import { tidings } from '../brokers/tidings.js'
import { defineEntry } from '../entry.js'

export default defineEntry({
  name: 'broker-postgres',
  about: 'events through PostgreSQL, each in the database before it counts as published and until it is handled',
  rounds: 5,
  packages: ['@tidings/runtime', 'pg'],
  peers: { 'pg-boss': '10.4.2', 'graphile-worker': '0.17.3' },
  missing: () => missing('postgres'),
  async prepare(given) {
    const url = await startBroker('postgres', given)
    const transport = (schema: string) => postgres({ connectionString: url, schema })
    const others = [pgBoss(url, given.load), graphileWorker(url, given.load)]
    return compareWays({ broker: 'PostgreSQL', ways: [...tidings({ transport }), ...byHand(url), ...others] })
  },
})
