import { Admin, Producer } from '@platformatic/kafka'
import { type KafkaOptions, kafka } from '@tidings/runtime/kafka'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { kafkaPrograms } from './kafka-programs.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = {
  publishTimeoutMs: 5_000,
  // So that a silent connection is noticed within a few seconds.
  requestTimeoutMs: 2_000,
  handOverMs: 15_000,
  partitions: 6,
} satisfies KafkaOptions

export const kafkaSubject: SubjectKind = {
  title: 'Kafka',
  file: 'kafka',
  isMissing: brokers.kafka.isMissing,
  note: brokers.kafka.note,
  async open() {
    const prefix = `conformance-${process.pid}`
    const { url } = brokers.kafka
    const to = (address: string) => () => kafka({ ...options, ...by(address), prefix })
    const where = { clientId: 'conformance', bootstrapBrokers: [url.replace('kafka://', '')] }
    const admin = new Admin(where)
    const producer = new Producer(where)
    const own = privateBroker(brokers.kafka, to)
    const nobody = `kafka://127.0.0.1:${await freePort()}`
    return {
      subject: {
        transport: to(url),
        ...kafkaPrograms(url.replace('kafka://', ''), producer, admin, prefix),
        checking: () => kafka({ ...options, ...by(url), prefix, topology: 'check' }),
        refused: [to(nobody)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        // Java takes a while to start where the machine is busy.
        limitMs: 100_000,
        volume,
      },
      async close() {
        await own.close()
        const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}.`))
        if (topics.length > 0) await admin.deleteTopics({ topics })
        await Promise.all([admin.close(), producer.close()])
      },
    }
  },
}

/** By way of this address alone, whatever the broker says where it is. */
const by = (url: string): KafkaOptions => {
  const { hostname: host, port } = new URL(url)
  return { brokers: url, reach: () => ({ host, port: Number(port) }) }
}
