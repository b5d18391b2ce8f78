import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { each, type Handle, inHand, type Way } from '../way.js'

/** A session that outlives its connection, and QoS 1; the client takes the next message once one is acknowledged. */
export const byHand = (url: string): Way => ({
  name: 'mqtt by hand, one in hand',
  async open(line) {
    const session = sessionOf(line)
    await subscribe(url, line, session)
    const sender = await connectAsync(url, { protocolVersion: 5 })
    let handling = 0
    let receiver: MqttClient | undefined
    return {
      publish: (orders) =>
        each(orders, ({ envelope }) => sender.publishAsync(line, JSON.stringify(envelope), { qos: 1 })),
      async consume(handle) {
        receiver = await receive(url, session, async (data) => {
          handling++
          await handle(data)
          handling--
        })
      },
      left: async () => handling,
      async close() {
        await receiver?.endAsync()
        await sender.endAsync()
        await forget(url, session)
      },
    }
  },
})

export const sessionOf = (clientId: string): IClientOptions => ({
  protocolVersion: 5,
  clientId,
  clean: false,
  properties: { sessionExpiryInterval: 600, receiveMaximum: inHand },
})

/** So that what is published from then on waits for the session. */
export async function subscribe(url: string, topic: string, session: IClientOptions): Promise<void> {
  const client = await connectAsync(url, session)
  await client.subscribeAsync(topic, { qos: 1 })
  await client.endAsync()
}

export async function forget(url: string, session: IClientOptions): Promise<void> {
  const client = await connectAsync(url, { ...session, clean: true, properties: { sessionExpiryInterval: 0 } })
  await client.endAsync()
}

function receive(url: string, session: IClientOptions, handle: Handle): Promise<MqttClient> {
  const client = connect(url, { ...session, manualConnect: true })
  // What it calls when this calls back is the acknowledgement.
  client.handleMessage = (packet, acknowledge) => {
    handle(JSON.parse(String(packet.payload)).data).then(() => acknowledge(), acknowledge)
  }
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client)).once('error', reject)
    client.connect()
  })
}
