import type { Subject } from '@tidings/runtime/conformance'
import { connect } from 'amqplib'
import { expect, onTestFinished, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { rabbitmqPrograms } from '../conformance/subjects/rabbitmq-programs.js'
import { converse, dotted, type Foreign } from './converse.js'
import { run } from './run.js'
import { findTool } from './tool.js'
import { withPizzeria } from './with-pizzeria.js'

const client = (form: 'binary' | 'structured'): Foreign => {
  const opened = new Map<string, Required<Subject>['foreign']>()
  const foreignAt = (url: string) => opened.get(url) ?? expect.unreachable('it was not prepared')
  return {
    async prepare(url) {
      const model = await connect(url)
      onTestFinished(() => model.close())
      opened.set(url, (await rabbitmqPrograms(model)).foreign)
    },
    read: (url, address) => foreignAt(url).read({ address: dotted(address) }),
    write: (url, address, event) => foreignAt(url).write({ address: dotted(address) }, event, form),
  }
}

/** Its `amqp-get` shows no headers, where an event's attributes are; so it only writes. */
const amqpPublish: Foreign['write'] = async (url, address, { data, datacontenttype = '', ...attributes }) => {
  const headers = Object.entries(attributes).flatMap(([name, value]) => ['-H', `cloudEvents_${name}: ${value}`])
  const to = ['-u', url, '-e', 'tidings', '-r', dotted(address)]
  await run('amqp-publish', [...to, '-p', '-C', datacontenttype, ...headers, '-b', JSON.stringify(data)])
}

const pizzeria = withPizzeria('rabbitmq')

test.skipIf(brokers.rabbitmq.isMissing).each(['binary', 'structured'] as const)(
  `an AMQP client reads what the pizzeria publishes, and writes what it handles, %s${brokers.rabbitmq.note}`,
  { timeout: 60_000 },
  (form) => converse(pizzeria(), client(form)),
)

const tool = findTool('amqp-publish')

test.skipIf(brokers.rabbitmq.isMissing || tool.isMissing)(
  `amqp-publish writes what the pizzeria handles${brokers.rabbitmq.note}${tool.note}`,
  { timeout: 60_000 },
  () => converse(pizzeria(), { ...client('binary'), write: amqpPublish }),
)
