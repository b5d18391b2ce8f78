import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { natsPrograms } from '../conformance/subjects/nats-programs.js'
import { converse, dotted, type Foreign } from './converse.js'
import { withPizzeria } from './with-pizzeria.js'

const natsClient = (form: 'binary' | 'structured'): Foreign => {
  const open = async <T>(url: string, work: (foreign: ReturnType<typeof natsPrograms>['foreign']) => Promise<T>) => {
    const nc = await connect({ servers: url })
    try {
      return await work(natsPrograms(nc, await jetstreamManager(nc)).foreign)
    } finally {
      await nc.close()
    }
  }
  return {
    read: (url, address) => open(url, ({ read }) => read({ address: dotted(address) })),
    write: (url, address, event) => open(url, ({ write }) => write({ address: dotted(address) }, event, form)),
  }
}

const pizzeria = withPizzeria('nats')

test.skipIf(brokers.nats.isMissing).each(['binary', 'structured'] as const)(
  `a NATS client reads what the pizzeria publishes, and writes what it handles, %s${brokers.nats.note}`,
  { timeout: 60_000 },
  (form) => converse(pizzeria(), natsClient(form)),
)
