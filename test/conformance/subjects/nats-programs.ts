import { type JetStreamManager, jetstream } from '@nats-io/jetstream'
import { headers as createHeaders, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'
import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import type { Subject } from '@tidings/runtime/conformance'

/** What somebody does who has a NATS client and the CloudEvents binding for NATS, and nothing of Tidings. */
export const natsPrograms = (
  nc: NatsConnection,
  jsm: JetStreamManager,
  prefix?: string,
): Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>> => {
  const subjectOf = (address: string) => (prefix === undefined ? address : `${prefix}.${address}`)
  return {
    async inject({ address }, { headers, body }) {
      await nc.request(subjectOf(address), body, { headers: headersOf(headers), timeout: 5_000 })
    },
    foreign: {
      forms: ['binary', 'structured'],
      async write({ address }, event, form) {
        const { data, ...attributes } = event
        const [headers, body] =
          form === 'structured'
            ? [{ 'Content-Type': 'application/cloudevents+json' }, event]
            : [
                Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encode(value)])),
                data,
              ]
        await nc.request(subjectOf(address), JSON.stringify(body), { headers: headersOf(headers), timeout: 5_000 })
      },
      async read({ address }) {
        const subject = subjectOf(address)
        const stream = await jsm.streams.find(subject)
        const consumer = await jetstream(nc).consumers.get(stream, { filter_subjects: subject })
        const { num_pending: count } = await consumer.info()
        if (count === 0) return []
        const events: CloudEventObject[] = []
        for await (const message of await consumer.fetch({ max_messages: count, expires: 5_000 })) {
          events.push(eventIn(message.headers, message.string()))
        }
        return events
      },
    },
    async forget({ name }) {
      for await (const stream of jsm.streams.list()) {
        if (!stream.config.name.startsWith(prefix ?? '')) continue
        for await (const consumer of jsm.consumers.list(stream.config.name)) {
          if (consumer.name.includes(name)) await jsm.consumers.delete(stream.config.name, consumer.name)
        }
      }
    },
  }
}

function headersOf(headers: Readonly<Record<string, string>>): MsgHdrs {
  const written = createHeaders()
  for (const [name, value] of Object.entries(headers)) written.set(name, value)
  return written
}

function eventIn(headers: MsgHdrs | undefined, body: string): CloudEventObject {
  const content = JSON.parse(body)
  const attributes = [...(headers ?? [])].filter(([name]) => name.toLowerCase().startsWith('ce-'))
  if (attributes.length === 0) return content
  return {
    ...Object.fromEntries(attributes.map(([name, [value = '']]) => [name.slice(3), decodeURIComponent(value)])),
    data: content,
  } as CloudEventObject
}

/** As the HTTP binding has it: whatever is not printable ASCII, spaces, quotes and percent signs. */
const encode = (value: unknown): string => String(value).replace(/[^!#$&-~]+/g, encodeURIComponent)
