import { type RabbitmqOptions, rabbitmq } from '@tidings/runtime/rabbitmq'
import { connect } from 'amqplib'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { rabbitmqPrograms } from './rabbitmq-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = {
  publishTimeoutMs: 5_000,
  // So that a silent connection is noticed within a few seconds.
  heartbeatMs: 1_000,
} satisfies RabbitmqOptions

export const rabbitmqSubject: SubjectKind = {
  title: 'RabbitMQ',
  file: 'rabbitmq',
  isMissing: brokers.rabbitmq.isMissing,
  note: brokers.rabbitmq.note,
  async open() {
    const prefix = `conformance-${process.pid}`
    const { url } = brokers.rabbitmq
    const to = (address: string) => () => rabbitmq({ ...options, url: address, prefix, settleMs: 0 })
    const model = await connect(url)
    const own = privateBroker(brokers.rabbitmq, (address) => () => rabbitmq({ ...options, url: address, prefix }))
    const [nobody, stranger] = [new URL(url), new URL(url)]
    nobody.port = String(await freePort())
    stranger.password = 'wrong'
    return {
      subject: {
        transport: to(url),
        ...(await rabbitmqPrograms(model, prefix)),
        checking: () => rabbitmq({ ...options, url, prefix, topology: 'check', settleMs: 0 }),
        refused: [to(nobody.href), to(stranger.href)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        // A start of the broker alone may take many seconds on a busy machine.
        limitMs: 100_000,
        volume,
      },
      async close() {
        await own.close()
        await model.close()
      },
    }
  },
}
