import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/** Stands between a client and a broker, and does to them what networks do. */
export interface TcpProxy {
  readonly port: number
  /** How many connections go through it. */
  readonly connections: number
  /** Ends every connection, as when a cable is pulled and somebody tells. */
  cut(): void
  /** Passes nothing on, and says nothing: neither end is told. New connections are taken, and hear nothing either. */
  stall(): void
  /** Passes on again, what it kept back too. */
  resume(): void
  /** Ends the clients' half: the broker hears the end, the client does not. */
  halfClose(): void
  close(): Promise<void>
}

export async function startTcpProxy(targetPort: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly target: Socket }>()
  let isStalled = false
  const server: Server = createServer({ allowHalfOpen: true }, (client) => {
    const target = dial({ port: targetPort, host, allowHalfOpen: true })
    const pair = { client, target }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      target.destroy()
    }
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      from.on('data', (chunk) => to.write(chunk))
      from.on('end', () => to.end())
      from.on('error', end)
      from.on('close', end)
      if (isStalled) from.pause()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the system gave no port')
  const cut = () => {
    for (const { client, target } of pairs) {
      client.destroy()
      target.destroy()
    }
  }
  return {
    port: address.port,
    get connections() {
      return pairs.size
    },
    cut,
    stall() {
      isStalled = true
      for (const { client, target } of pairs) {
        client.pause()
        target.pause()
      }
    },
    resume() {
      isStalled = false
      for (const { client, target } of pairs) {
        client.resume()
        target.resume()
      }
    },
    halfClose() {
      for (const { target } of pairs) target.end()
    },
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
