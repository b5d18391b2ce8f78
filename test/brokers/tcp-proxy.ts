import { createServer, connect as dial, type Socket } from 'node:net'

/** Stands between a client and a broker, and does to them what networks do. */
export interface TcpProxy {
  readonly port: number
  /** How many connections have come to it. */
  readonly dialled: number
  /** Ends every connection, as when a cable is pulled and somebody tells. New ones work. */
  cut(): void
  /** Passes nothing on, and says nothing: neither end is told. New connections are taken, and hear nothing either. */
  stall(): void
  /** Passes on again, what it kept back too. */
  resume(): void
  /** For ever nothing passes the connections there are, and nobody is told. New ones work. */
  silence(): void
  /** Ends one half: the other side hears the end, and may still speak. Unless said otherwise it is the client that ends. */
  halfClose(by?: 'client' | 'broker'): void
  /** Cuts, and refuses whoever comes, until it is opened. */
  shut(): void
  open(): void
  /** Told of what passes from now on: by whom it was sent, on the how manieth connection. */
  overhear(listener: Listener): void
  close(): Promise<void>
}

export type Listener = (bytes: Buffer, by: 'client' | 'broker', connection: number) => void

export async function startTcpProxy(targetPort: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  const state = { isStalled: false, isShut: false, dialled: 0 }
  const listeners: Listener[] = []
  const server = createServer({ allowHalfOpen: true }, (client) => {
    state.dialled++
    if (state.isShut) {
      client.destroy()
      return
    }
    const pair = { client, target: dial({ port: targetPort, host, allowHalfOpen: true }) }
    pairs.add(pair)
    join(pair, () => pairs.delete(pair))
    const connection = state.dialled
    const tell = (by: 'client' | 'broker') => (bytes: Buffer) => {
      for (const listener of listeners) listener(bytes, by, connection)
    }
    client.on('data', tell('client'))
    pair.target.on('data', tell('broker'))
    if (state.isStalled) pause(pair)
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the system gave no port')
  const cut = () => pairs.forEach(end)
  return {
    port: address.port,
    get dialled() {
      return state.dialled
    },
    cut,
    stall() {
      state.isStalled = true
      pairs.forEach(pause)
    },
    resume() {
      state.isStalled = false
      for (const { client, target } of pairs) {
        client.resume()
        target.resume()
      }
    },
    silence: () => pairs.forEach(silence),
    halfClose(by = 'client') {
      for (const { client, target } of pairs) (by === 'client' ? target : client).end()
    },
    shut() {
      state.isShut = true
      cut()
    },
    open() {
      state.isShut = false
    },
    overhear: (listener) => void listeners.push(listener),
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A proxy in front of a broker, and the broker's address by way of it. */
export async function startProxyTo(brokerUrl: string): Promise<TcpProxy & { readonly url: string }> {
  const url = new URL(brokerUrl)
  const proxy = await startTcpProxy(Number(url.port), url.hostname)
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  return Object.assign(proxy, { url: url.href })
}

/** One connection of a client, and the one to the broker that belongs to it. */
interface Pair {
  readonly client: Socket
  readonly target: Socket
}

function join(pair: Pair, ended: () => void): void {
  const over = () => {
    ended()
    end(pair)
  }
  const { client, target } = pair
  for (const [from, to] of [
    [client, target],
    [target, client],
  ] as const) {
    from.setNoDelay(true)
    // What comes after a half was ended goes nowhere.
    from.on('data', (chunk) => to.writable && to.write(chunk))
    from.on('end', () => to.end())
    from.on('error', over)
    from.on('close', over)
  }
}

function end({ client, target }: Pair): void {
  client.destroy()
  target.destroy()
}

function pause({ client, target }: Pair): void {
  client.pause()
  target.pause()
}

function silence({ client, target }: Pair): void {
  for (const socket of [client, target]) {
    // Read on, into nothing, so that no buffer that fills up tells of it.
    socket
      .removeAllListeners('data')
      .removeAllListeners('end')
      .on('data', () => {})
  }
}
