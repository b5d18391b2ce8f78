import type { Given } from '../../entry.js'
import { openNest } from '../nest.js'
import type { Way } from '../way.js'
import { forget, sessionOf, subscribe } from './by-hand.js'

/** What arrives is acknowledged whatever becomes of it: its handler is not awaited. */
export const nest = (url: string, load: Given['load']): Way => ({
  name: 'NestJS microservice, acknowledges before it handles',
  async open(line) {
    const session = sessionOf(line)
    await subscribe(url, line, session)
    const { MqttRecordBuilder } = await load<{ MqttRecordBuilder: new (data: unknown) => RecordBuilder }>(
      '@nestjs/microservices',
    )
    const nest = await openNest({
      load,
      transport: 'MQTT',
      pattern: line,
      client: { url, protocolVersion: 5 },
      server: { url, ...session, subscribeOptions: { qos: 1 } },
      payload: (envelope) => new MqttRecordBuilder(envelope).setQoS(1).build(),
    })
    return {
      ...nest,
      left: async () => 0,
      async close() {
        await nest.close()
        await forget(url, session)
      },
    }
  },
})

interface RecordBuilder {
  setQoS(qos: number): RecordBuilder
  build(): object
}
