import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { type NatsOptions, nats } from '@tidings/runtime/nats'
import { brokers } from '../../brokers/brokers.js'
import { freePort } from '../../brokers/free-port.js'
import { privateBroker, spoiltNetwork } from './means.js'
import { natsPrograms } from './nats-programs.js'
import { type SubjectKind, volume } from './subject-kind.js'

const options = {
  leaseMs: 4_000,
  publishTimeoutMs: 3_000,
  // So that a silent connection is noticed within a few seconds.
  connect: { pingInterval: 1_000, maxPingOut: 2 },
} satisfies NatsOptions

export const natsSubject: SubjectKind = {
  title: 'NATS JetStream',
  file: 'nats',
  isMissing: brokers.nats.isMissing,
  note: brokers.nats.note,
  async open() {
    const prefix = `conformance-${process.pid}`
    const { url } = brokers.nats
    const to = (servers: string) => () => nats({ ...options, servers, prefix })
    const nc = await connect({ servers: url })
    const jsm = await jetstreamManager(nc)
    const own = privateBroker(brokers.nats, to)
    const nobody = `nats://127.0.0.1:${await freePort()}`
    return {
      subject: {
        transport: to(url),
        ...natsPrograms(nc, jsm, prefix),
        checking: () => nats({ ...options, servers: url, prefix, topology: 'check' }),
        refused: [to(nobody)],
        network: spoiltNetwork(url, to),
        broker: own.open,
        limitMs: 60_000,
        volume,
      },
      async close() {
        await own.close()
        await deleteStreams(jsm, prefix)
        await nc.close()
      },
    }
  },
}

async function deleteStreams(jsm: JetStreamManager, prefix: string): Promise<void> {
  const names: string[] = []
  for await (const { config } of jsm.streams.list()) if (config.name.startsWith(`${prefix}__`)) names.push(config.name)
  for (const name of names) await jsm.streams.delete(name)
}
