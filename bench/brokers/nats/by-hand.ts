import { type Consumer, type JsMsg, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { each, inHand, type Line, type Way } from '../way.js'

/** Acknowledgements of which the server says that it has them, as ours are; and such that may be lost. */
export const byHand = (servers: string): readonly Way[] => [
  wayOf('@nats-io/jetstream by hand, acks confirmed', servers, (message) => message.ackAck()),
  wayOf('@nats-io/jetstream by hand, acks unconfirmed', servers, async (message) => message.ack()),
]

const wayOf = (name: string, servers: string, acknowledge: Acknowledge): Way => ({
  name,
  async open(line) {
    const nc = await connect({ servers })
    const js = jetstream(nc)
    const jsm = await jetstreamManager(nc)
    await jsm.streams.add({ name: line, subjects: [line] })
    await jsm.consumers.add(line, { durable_name: line, ack_policy: 'explicit', max_ack_pending: inHand })
    let consuming: Consuming | undefined
    return {
      publish: (orders) =>
        each(orders, ({ envelope }) => js.publish(line, JSON.stringify(envelope), { msgID: envelope.id })),
      async consume(handle) {
        consuming = await consume(servers, line, handle, acknowledge)
      },
      async left() {
        const { num_pending, num_ack_pending } = await jsm.consumers.info(line, line)
        return num_pending + num_ack_pending
      },
      async close() {
        await consuming?.end()
        await jsm.streams.delete(line)
        await nc.close()
      },
    }
  },
})

type Acknowledge = (message: JsMsg) => Promise<unknown>

interface Consuming {
  end(): Promise<void>
}

async function consume(
  servers: string,
  line: string,
  handle: Parameters<Line['consume']>[0],
  acknowledge: Acknowledge,
): Promise<Consuming> {
  const nc: NatsConnection = await connect({ servers })
  const consumer: Consumer = await jetstream(nc).consumers.get(line, line)
  const messages = await consumer.consume({
    max_messages: inHand,
  })
  const take = async (message: JsMsg) => {
    await handle(message.json<{ readonly data: Parameters<typeof handle>[0] }>().data)
    await acknowledge(message)
  }
  const taking = new Set<Promise<void>>()
  const run = async () => {
    for await (const message of messages) {
      const taken = take(message).finally(() => taking.delete(taken))
      taking.add(taken)
    }
  }
  void run()
  return {
    async end() {
      await messages.close()
      // The server may have acknowledgements whose answer is on its way.
      await Promise.all(taking)
      await nc.close()
    },
  }
}
