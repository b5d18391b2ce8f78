import type { CloudEventObject } from '@tidings/runtime/cloudevents'
import type { Subject } from '@tidings/runtime/conformance'
import type { ChannelModel, Message } from 'amqplib'

/** What somebody does who has an AMQP client and knows the names of CloudEvents' headers, and nothing of Tidings. */
export const rabbitmqPrograms = async (
  model: ChannelModel,
  exchange = 'tidings',
): Promise<Required<Pick<Subject, 'inject' | 'foreign' | 'forget'>>> => {
  const channel = await model.createConfirmChannel()
  const publish = async (address: string, body: string, contentType: string, headers: object = {}) => {
    channel.publish(exchange, address, Buffer.from(body), { contentType, headers, persistent: true })
    await channel.waitForConfirms()
  }
  // An exchange keeps nothing: who wants to read must have a queue before.
  await channel.assertExchange(exchange, 'topic')
  const { queue } = await channel.assertQueue('', { exclusive: true })
  await channel.bindQueue(queue, exchange, '#')
  const seen: Message[] = []
  await channel.consume(queue, (message) => message && seen.push(message), { noAck: true })
  return {
    inject: ({ address }, { headers, body }) =>
      publish(address, Buffer.from(body ?? []).toString(), headers['content-type'] ?? ''),
    foreign: {
      forms: ['binary', 'structured'],
      async write({ address }, event, form) {
        const { data, datacontenttype = 'application/json', ...attributes } = event
        if (form === 'structured') return publish(address, JSON.stringify(event), 'application/cloudevents+json')
        const headers = Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`cloudEvents:${name}`, value]),
        )
        return publish(address, JSON.stringify(data), datacontenttype, headers)
      },
      read: async ({ address }) => seen.filter(({ fields }) => fields.routingKey === address).map(eventIn),
    },
    async forget({ name, application }) {
      await channel.deleteQueue(`${exchange}.events.${application}.${name}`)
    },
  }
}

function eventIn({ properties, content }: Message): CloudEventObject {
  const data = JSON.parse(content.toString())
  if (properties.contentType === 'application/cloudevents+json') return data
  const attributes = Object.entries(properties.headers ?? {}).filter(([name]) => name.startsWith('cloudEvents_'))
  return {
    ...Object.fromEntries(attributes.map(([name, value]) => [name.slice('cloudEvents_'.length), value])),
    datacontenttype: properties.contentType,
    data,
  } as CloudEventObject
}
