import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import { test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { converse, type Foreign } from './converse.js'
import { run } from './run.js'
import { findTool } from './tool.js'
import { withPizzeria } from './with-pizzeria.js'

/** Redis's own command line: an entry is its id, and names and values one after the other. */
const redisCli: Foreign = {
  async read(url, address) {
    const entries = JSON.parse(await run('redis-cli', ['-u', url, '--json', 'XRANGE', address, '-', '+']))
    return (entries as readonly [string, readonly string[]][]).map(([, fields]) => {
      const named = Object.fromEntries(fields.flatMap((name, at) => (at % 2 ? [] : [[name, fields[at + 1] ?? '']])))
      const attributes = Object.entries(named).filter(([name]) => name.startsWith('ce_'))
      return {
        ...Object.fromEntries(attributes.map(([name, value]) => [name.slice(3), value])),
        datacontenttype: named['content-type'],
        data: JSON.parse(named['data'] ?? 'null'),
      } as CloudEventObject
    })
  },
  async write(url, address, { data, datacontenttype = '', ...attributes }) {
    const fields = Object.entries(attributes).flatMap(([name, value]) => [`ce_${name}`, String(value)])
    const more = ['content-type', datacontenttype, 'data', JSON.stringify(data)]
    await run('redis-cli', ['-u', url, 'XADD', address, '*', ...fields, ...more])
  },
}

const pizzeria = withPizzeria('redis')
const tool = findTool('redis-cli')

test.skipIf(brokers.redis.isMissing || tool.isMissing)(
  `redis-cli reads what the pizzeria publishes, and writes what it handles${brokers.redis.note}${tool.note}`,
  { timeout: 60_000 },
  () => converse(pizzeria(), redisCli),
)
