import { randomUUID } from 'node:crypto'
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers as createHeaders, type NatsConnection } from '@nats-io/transport-node'
import { nats } from '@tidings/runtime/nats'
import { afterAll, beforeAll, describe } from 'vitest'
import { brokers } from '../brokers/brokers.js'
import { conform, volume } from './conform.js'

const { isMissing, note } = brokers.nats
const prefix = `conformance-${randomUUID().slice(0, 8)}`

describe.skipIf(isMissing)(`NATS JetStream${note}`, () => {
  let foreign: NatsConnection
  let jsm: JetStreamManager
  beforeAll(async () => {
    foreign = await connect({ servers: brokers.nats.url })
    jsm = await jetstreamManager(foreign)
  })
  afterAll(async () => {
    for await (const name of jsm.streams.names(`${prefix}.>`)) await jsm.streams.delete(name)
    await foreign.close()
  })

  conform(() => ({
    transport: () => nats({ servers: brokers.nats.url, prefix, leaseMs: 4_000 }),
    volume,
    async inject({ address }, { headers, body }) {
      const written = createHeaders()
      for (const [name, value] of Object.entries(headers)) written.set(name, value)
      await foreign.request(`${prefix}.${address}`, body, { headers: written, timeout: 5_000 })
    },
  }))
})
