import { createClient } from 'redis'
import { each, inHand, type Line, type Way } from '../way.js'

const group = 'kitchen'

/** A stream and a consumer group. The client sends together what is asked for in one turn of the event loop. */
export const byHand = (url: string): Way => ({
  name: 'redis by hand',
  async open(line) {
    const client = await connectTo(url)
    await client.xGroupCreate(line, group, '$', { MKSTREAM: true })
    let consuming: Awaited<ReturnType<typeof consume>> | undefined
    return {
      publish: (orders) => each(orders, ({ envelope }) => client.xAdd(line, '*', { event: JSON.stringify(envelope) })),
      async consume(handle) {
        consuming = await consume(url, line, handle)
      },
      async left() {
        const [found] = await client.xInfoGroups(line)
        return Number(found?.pending) + Number(found?.lag)
      },
      async close() {
        await consuming?.end()
        await client.del(line)
        client.destroy()
      },
    }
  },
})

async function connectTo(url: string) {
  const client = createClient({ url })
  client.on('error', (error) => console.error(error))
  await client.connect()
  return client
}

async function consume(url: string, line: string, handle: Parameters<Line['consume']>[0]) {
  const client = await connectTo(url)
  let isOver = false
  const run = async () => {
    while (!isOver) {
      const read = await client.xReadGroup(group, 'instance', { key: line, id: '>' }, { COUNT: inHand, BLOCK: 200 })
      const messages = (read as Read | null)?.[0]?.messages ?? []
      if (messages.length === 0) continue
      await Promise.all(messages.map(({ message }) => handle(JSON.parse(message.event).data)))
      await client.xAck(
        line,
        group,
        messages.map(({ id }) => id),
      )
    }
  }
  const running = run()
  return {
    async end() {
      isOver = true
      await running
      client.destroy()
    },
  }
}

type Read = readonly {
  readonly messages: readonly { readonly id: string; readonly message: { readonly event: string } }[]
}[]
