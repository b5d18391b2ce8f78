import { inMemory } from '@tidings/runtime/in-memory'
import { defineEntry } from '../entry.js'
import { growthOf } from '../growth/growth-of.js'

export default defineEntry({
  name: 'growth-in-memory',
  about: 'what a delivery in memory costs as subscriptions, keys and backlog grow; the ratio is the slope',
  rounds: 9,
  packages: ['@tidings/runtime'],
  async prepare(given) {
    const transport = () => inMemory({ capacity: 2_000_000 })
    return growthOf({ name: 'in memory', transport, inOrder: 'at most 10 under way, one of each key' }, given)
  },
})
