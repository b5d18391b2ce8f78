import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import type { Subject } from '@tidings/runtime/conformance'
import { createClient } from 'redis'

export async function openRawRedis(url: string) {
  const client = createClient({ url })
  // It connects again by itself, to a broker that a test restarts.
  client.on('error', () => {})
  await client.connect()
  return client
}

export type RawRedis = Awaited<ReturnType<typeof openRawRedis>>

/** What somebody does who has a Redis client and knows how events stand in a stream, and nothing of Tidings. */
export const redisPrograms = (
  client: RawRedis,
  prefix: string,
): Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>> => ({
  async inject({ address }, { headers, body }) {
    const fields = [...Object.entries(headers).flat(), ...(body ? ['data', Buffer.from(body)] : [])]
    await client.sendCommand(['XADD', `${prefix}${address}`, '*', ...fields])
  },
  foreign: {
    forms: ['binary', 'structured'],
    async write({ address }, event, form) {
      const { data, datacontenttype = 'application/json', ...attributes } = event
      const fields =
        form === 'structured'
          ? { 'content-type': 'application/cloudevents+json', data: JSON.stringify(event) }
          : {
              ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])),
              'content-type': datacontenttype,
              data: JSON.stringify(data),
            }
      await client.xAdd(`${prefix}${address}`, '*', fields)
    },
    async read({ address }) {
      const entries = await client.xRange(`${prefix}${address}`, '-', '+')
      return (entries ?? []).map(({ message }) => eventIn(message))
    },
  },
  async forget({ name, application }) {
    for (const key of await client.keys(`${prefix}*`)) {
      if ((await client.type(key)) !== 'stream') continue
      for (const group of await client.xInfoGroups(key)) {
        if (`${group.name}:`.startsWith(`${application}:${name}:`)) await client.xGroupDestroy(key, String(group.name))
      }
    }
  },
})

function eventIn({ data = 'null', ...fields }: Readonly<Record<string, string>>): CloudEventObject {
  const content = JSON.parse(data)
  if (fields['content-type']?.startsWith('application/cloudevents')) return content
  const attributes = Object.entries(fields).filter(([name]) => name.startsWith('ce_'))
  return {
    ...Object.fromEntries(attributes.map(([name, value]) => [name.slice(3), value])),
    datacontenttype: fields['content-type'],
    data: content,
  } as CloudEventObject
}
