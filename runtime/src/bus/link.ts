import { BusNotOpen } from '../error/bus-not-open.js'
import type { Connection, Transport } from '../transport/transport.js'

/** One of the bus's transports, for one of the contract's servers or for all. */
export interface Link {
  /** The server's id; `default` where the bus has one transport for all. */
  readonly server: string
  readonly transport: Transport
  /** Whether it carries a channel that names these servers. */
  carries(servers: readonly string[] | undefined): boolean
  connection: Connection | undefined
}

export function createLinks(transport: Transport | Readonly<Record<string, Transport>>): readonly Link[] {
  if (isTransport(transport)) {
    return [{ server: 'default', transport, carries: () => true, connection: undefined }]
  }
  const links = Object.entries(transport).map(([server, each]) => ({
    server,
    transport: each,
    carries: (servers: readonly string[] | undefined) => servers === undefined || servers.includes(server),
    connection: undefined,
  }))
  if (links.length === 0 || !links.every((link) => isTransport(link.transport))) {
    throw new TypeError('createBus needs a transport, such as inMemory(), or one for each server')
  }
  return links
}

/** Throws `BusNotOpen` where there is none. */
export function connectionOf({ connection, transport }: Link): Connection {
  if (connection === undefined) throw new BusNotOpen(`the transport ${transport.name} is not connected`)
  return connection
}

const isTransport = (value: unknown): value is Transport =>
  typeof value === 'object' && value !== null && 'connect' in value && typeof value.connect === 'function'
