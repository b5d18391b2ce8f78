import { test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { converse, type Foreign, topicOf } from './converse.js'
import { run } from './run.js'
import { findTool } from './tool.js'
import { withPizzeria } from './with-pizzeria.js'

const kcat = (form: 'binary' | 'structured'): Foreign => {
  const at = (url: string, address: string) => ['-b', url.replace('kafka://', ''), '-t', topicOf(address)]
  return {
    async read(url, address) {
      const lines = await run('kcat', [...at(url, address), '-C', '-e', '-q', '-J', '-o', 'beginning'])
      return lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const { headers, payload } = JSON.parse(line) as { headers: string[]; payload: string }
          const values = Object.fromEntries(
            headers.flatMap((name, index) => (index % 2 === 0 ? [[name.replace('ce_', ''), headers[index + 1]]] : [])),
          )
          return { ...values, datacontenttype: values['content-type'], data: JSON.parse(payload) } as never
        })
    },
    async write(url, address, event) {
      const { data, datacontenttype, ...attributes } = event
      const headers =
        form === 'structured'
          ? ['content-type=application/cloudevents+json']
          : [
              ...Object.entries(attributes).map(([name, value]) => `ce_${name}=${value}`),
              `content-type=${datacontenttype}`,
            ]
      const args = headers.flatMap((header) => ['-H', header])
      const value = JSON.stringify(form === 'structured' ? event : data)
      await run('kcat', [...at(url, address), '-P', '-k', '17', ...args], value)
    },
  }
}

const pizzeria = withPizzeria('kafka')
const tool = findTool('kcat')

test.skipIf(brokers.kafka.isMissing || tool.isMissing).each(['binary', 'structured'] as const)(
  `kcat reads what the pizzeria publishes, and writes what it handles, %s${brokers.kafka.note}${tool.note}`,
  { timeout: 60_000 },
  (form) => converse(pizzeria(), kcat(form)),
)
