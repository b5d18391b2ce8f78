import { connect, createServer, type Socket } from 'node:net'

/** A way to a broker that can be spoilt. Bytes pass unchanged until then. */
export interface TcpProxy {
  /** The broker's address, by way of the proxy. */
  readonly url: string
  /** Ends every connection at once, as when the network breaks and is told of. New ones work. */
  cut(): void
  /** Nothing passes the connections there are, and nobody is told. New ones work. */
  silence(): void
  /** Says to clients that the broker sends no more, while it would still listen; what the broker says is lost. */
  halfClose(): void
  /** Refuses new connections, and cuts those there are, until it is opened. */
  shut(): void
  open(): void
  close(): Promise<void>
}

export async function startProxy(brokerUrl: string): Promise<TcpProxy> {
  const broker = new URL(brokerUrl)
  const pairs = new Set<Pair>()
  let isShut = false
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isShut) {
      client.destroy()
      return
    }
    const pair = join(client, connect({ port: Number(broker.port), host: broker.hostname, allowHalfOpen: true }))
    pairs.add(pair)
    client.on('close', () => pairs.delete(pair))
  })
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve))
  const url = new URL(brokerUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { readonly port: number }).port)
  const cut = () => {
    for (const pair of pairs) pair.cut()
  }
  return {
    url: url.href,
    cut,
    silence() {
      for (const pair of pairs) pair.silence()
    },
    halfClose() {
      for (const pair of pairs) pair.halfClose()
    },
    shut() {
      isShut = true
      cut()
    },
    open() {
      isShut = false
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Pair {
  cut(): void
  silence(): void
  halfClose(): void
}

/** One connection of a client, and the one to the broker that belongs to it. */
function join(client: Socket, broker: Socket): Pair {
  const cut = () => {
    client.destroy()
    broker.destroy()
  }
  for (const socket of [client, broker]) socket.setNoDelay(true).on('error', cut).on('close', cut)
  client.pipe(broker)
  broker.pipe(client)
  return {
    cut,
    silence() {
      client.unpipe(broker)
      broker.unpipe(client)
      // Read on, into nothing, so that no buffer that fills up tells of it.
      client.resume()
      broker.resume()
    },
    halfClose() {
      broker.unpipe(client)
      broker.resume()
      client.end()
    },
  }
}
