import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import type { Subject } from '@tidings/runtime/conformance'
import mqttJs, { type IClientPublishOptions, type IPublishPacket, type MqttClient } from 'mqtt'

interface Heard {
  readonly topic: string
  readonly event: CloudEventObject
}

/** What somebody does who has an MQTT client and the CloudEvents binding for MQTT, and nothing of Tidings. */
export async function mqttPrograms(
  url: string,
  prefix: string,
): Promise<Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>> & { close(): Promise<void> }> {
  const client = await mqttJs.connectAsync(url, { protocolVersion: 5 })
  const topicOf = (address: string) => `${prefix}/${address}`
  const write = (address: string, body: unknown, properties: IClientPublishOptions['properties']) =>
    client.publishAsync(topicOf(address), body as Buffer, { qos: 1, ...(properties && { properties }) })
  // MQTT has no history: who wants to read is there before.
  const heard: Heard[] = []
  client.on('message', (topic, payload, { properties = {} }) => {
    if (topic.startsWith(`${prefix}/tidings/`)) return
    const event = readEvent(payload.toString(), properties)
    if (event !== undefined) heard.push({ topic, event })
  })
  await client.subscribeAsync(`${prefix}/#`, { qos: 1 })
  return {
    async inject({ address }, { headers, body }) {
      const { 'content-type': contentType, ...userProperties } = headers
      await write(address, Buffer.from(body ?? []), {
        ...(contentType !== undefined && { contentType }),
        // The client sends nothing at all where there are none of them.
        ...(Object.keys(userProperties).length > 0 && { userProperties }),
      })
    },
    foreign: {
      forms: ['binary', 'structured'],
      async write({ address }, event, form) {
        const { data, datacontenttype, ...attributes } = event
        if (form === 'structured') {
          await write(address, JSON.stringify(event), { contentType: 'application/cloudevents+json' })
        } else {
          await write(address, JSON.stringify(data), {
            contentType: String(datacontenttype),
            userProperties: Object.fromEntries(
              Object.entries(attributes).map(([name, value]) => [name, String(value)]),
            ),
          })
        }
      },
      read: async ({ address }) => heard.filter(({ topic }) => topic === topicOf(address)).map(({ event }) => event),
    },
    forget: ({ name, application }) => removeSubscription(client, url, prefix, application, name),
    close: () => client.endAsync(),
  }
}

/** Others write there what is no JSON at all. */
function readEvent(
  body: string,
  { contentType = '', userProperties = {} }: NonNullable<IPublishPacket['properties']>,
): CloudEventObject | undefined {
  try {
    const content = JSON.parse(body)
    return contentType.startsWith('application/cloudevents')
      ? content
      : ({ ...userProperties, data: content } as CloudEventObject)
  } catch {
    return undefined
  }
}

/** Ends the sessions of a subscription, and says no more that there is one. */
async function removeSubscription(
  client: MqttClient,
  url: string,
  prefix: string,
  application: string,
  name: string,
): Promise<void> {
  await Promise.all(
    [0, 1, 2, 3].map(async (session) => {
      const clientId = `${prefix}.tidings.${application}.${name}.${session}`
      const owner = await mqttJs.connectAsync(url, { protocolVersion: 5, clientId, clean: true, reconnectPeriod: 0 })
      await owner.endAsync()
    }),
  )
  const topic = `${prefix}/tidings/subscriptions/${application}/${name}`
  await client.publishAsync(topic, '', { qos: 1, retain: true })
}

/** Leaves no session and nothing retained below a prefix. */
export async function removeAll(url: string, prefix: string): Promise<void> {
  const client = await mqttJs.connectAsync(url, { protocolVersion: 5 })
  const retained: string[] = []
  client.on('message', (topic, payload) => payload.length > 0 && retained.push(topic))
  await client.subscribeAsync(`${prefix}/#`, { qos: 0 })
  const mark = `${prefix}/mark`
  await client.publishAsync(mark, 'x', { qos: 1, retain: true })
  while (!retained.includes(mark)) await new Promise((resolve) => setTimeout(resolve, 10))
  for (const topic of retained) {
    const [, application = '', name = ''] = /\/tidings\/subscriptions\/([^/]+)\/([^/]+)$/.exec(topic) ?? []
    if (name === '') await client.publishAsync(topic, '', { qos: 1, retain: true })
    else await removeSubscription(client, url, prefix, application, name)
  }
  await client.endAsync()
}
