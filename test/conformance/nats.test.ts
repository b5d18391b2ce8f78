import { connect, headers as createHeaders } from '@nats-io/transport-node'
import { conformanceChecks, runCheck, type Subject } from '@tidings/runtime/conformance'
import { nats } from '@tidings/runtime/nats'
import { afterAll, describe, expect, test } from 'vitest'
import { brokers } from '../brokers/brokers.js'

describe.skipIf(brokers.nats.isMissing)(`NATS JetStream${brokers.nats.note}`, () => {
  const prefix = `conformance-${process.pid}`
  const options = () => ({ servers: brokers.nats.url, prefix, leaseMs: 4_000 })
  const subject: Subject = {
    transport: () => nats(options()),
    async inject({ address }, { headers, body }) {
      const nc = await connect({ servers: brokers.nats.url })
      const written = createHeaders()
      for (const [name, value] of Object.entries(headers)) written.set(name, value)
      await nc.request(`${prefix}.${address}`, body, { headers: written })
      await nc.close()
    },
  }

  test.concurrent.each(conformanceChecks)('check $number: $title', async (check) => {
    expect(await runCheck(check, subject)).toEqual({ result: 'proved' })
  })

  afterAll(() => deleteStreams(prefix))
})

async function deleteStreams(prefix: string): Promise<void> {
  const { jetstreamManager } = await import('@nats-io/jetstream')
  const nc = await connect({ servers: brokers.nats.url })
  const jsm = await jetstreamManager(nc)
  for await (const { config } of jsm.streams.list()) if (config.name.startsWith(`${prefix}__`)) await jsm.streams.delete(config.name)
  await nc.close()
}
