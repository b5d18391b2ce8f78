import { afterAll, beforeAll } from 'vitest'
import { type BrokerName, brokers, type RunningBroker } from '../brokers/brokers.js'
import { openPizzeria, type Pizzeria } from './open-pizzeria.js'

/** One for all tests of a file, on a broker of its own, where everything has the names that the pizzeria gives. */
export function withPizzeria(name: BrokerName): () => Pizzeria {
  let broker: RunningBroker | undefined
  let pizzeria: Pizzeria | undefined
  beforeAll(async () => {
    if (brokers[name].isMissing) return
    broker = await brokers[name].startPrivate()
    pizzeria = await openPizzeria(broker.url)
  }, 120_000)
  // The later one runs first; the broker goes whatever becomes of the pizzeria.
  afterAll(() => broker?.remove(), 60_000)
  afterAll(() => pizzeria?.close(), 60_000)
  return () => {
    if (pizzeria === undefined) throw new Error(`the pizzeria is not open over ${name}`)
    return pizzeria
  }
}
