import { type Admin, Consumer, type Message, type Producer } from '@platformatic/kafka'
import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import type { Subject } from '@tidings/runtime/conformance'

/** What somebody does who has a Kafka client and the CloudEvents binding for Kafka, and nothing of Tidings. */
export const kafkaPrograms = (
  brokers: string,
  producer: Producer,
  admin: Admin,
  prefix?: string,
): Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>> => {
  const topicOf = (address: string) => (prefix === undefined ? address : `${prefix}.${address}`)
  const send = async (
    address: string,
    headers: Readonly<Record<string, string>>,
    value: Uint8Array | string | null,
  ) => {
    const written = new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]))
    await producer.send({
      acks: -1,
      messages: [
        { topic: topicOf(address), value: value === null ? (null as never) : Buffer.from(value), headers: written },
      ],
    })
  }
  return {
    inject: ({ address }, { headers, body }) => send(address, headers, body ?? null),
    foreign: {
      forms: ['binary', 'structured'],
      async write({ address }, event, form) {
        const { data, datacontenttype, ...attributes } = event
        if (form === 'structured') {
          return send(address, { 'content-type': 'application/cloudevents+json; charset=UTF-8' }, JSON.stringify(event))
        }
        const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, String(value)])
        const type = { 'content-type': datacontenttype ?? 'application/json' }
        return send(address, { ...Object.fromEntries(headers), ...type }, JSON.stringify(data))
      },
      read: async ({ address }) => (await readAll(brokers, topicOf(address))).map(eventIn),
    },
    async forget({ application }) {
      // Of a group that works nothing can be removed but what it reads.
      const check = application.slice(0, application.lastIndexOf('-'))
      const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`${topicOf(check)}-`))
      await admin.deleteTopics({ topics })
    },
  }
}

/** Everything that is in a topic now. */
export async function readAll(brokers: string, topic: string): Promise<readonly Message[]> {
  const consumer = new Consumer({
    clientId: 'foreign',
    groupId: `foreign-${crypto.randomUUID()}`,
    bootstrapBrokers: [brokers],
  })
  try {
    const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? []
    let left = ends.reduce((sum, end) => sum + end, 0n)
    if (left === 0n) return []
    const messages: Message[] = []
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false, maxWaitTime: 100 })
    for await (const message of stream) {
      messages.push(message)
      if (--left === 0n) break
    }
    await stream.close()
    return messages
  } finally {
    await consumer.close(true)
  }
}

function eventIn({ headers, value }: Message): CloudEventObject {
  const content = JSON.parse(value.toString())
  const named = [...headers].map(([name, text]) => [name.toString(), text.toString()] as const)
  const attributes = named.flatMap(([name, text]) => (name.startsWith('ce_') ? [[name.slice(3), text]] : []))
  return attributes.length === 0 ? content : { ...Object.fromEntries(attributes), data: content }
}
