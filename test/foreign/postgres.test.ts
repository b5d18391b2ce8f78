import { test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { converse, eventsIn, type Foreign } from './converse.js'
import { run } from './run.js'
import { findTool } from './tool.js'
import { withPizzeria } from './with-pizzeria.js'

const psql: Foreign = {
  read: async (url, address) =>
    eventsIn(await run('psql', [url, '-AtX', '-c', `SELECT event FROM tidings.events WHERE address = '${address}'`])),
  async write(url, address, event) {
    await run('psql', [url, '-AtX', '-c', `SELECT tidings.publish('${address}', '${JSON.stringify(event)}')`])
  },
}

const pizzeria = withPizzeria('postgres')
const tool = findTool('psql')

test.skipIf(brokers.postgres.isMissing || tool.isMissing)(
  `psql reads what the pizzeria publishes, and writes what it handles${brokers.postgres.note}${tool.note}`,
  { timeout: 60_000 },
  () => converse(pizzeria(), psql),
)
