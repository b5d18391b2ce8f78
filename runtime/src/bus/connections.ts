import { UnsupportedCapability } from '../error/unsupported-capability.js'
import type { ConnectOptions, TransportHealth } from '../transport/transport.js'
import type { DeadLetterShelf } from './dead-letters.js'
import { connectionOf, type Link } from './link.js'

/** The connections of a bus to its transports: all of them, or none. */
export class Connections {
  readonly links: readonly Link[]
  readonly #options: ConnectOptions
  #connected: Promise<void> | undefined

  constructor(links: readonly Link[], options: ConnectOptions) {
    this.links = links
    this.#options = options
  }

  /** Again: the same connections. After a failure it may be tried again. */
  open(): Promise<void> {
    this.#connected ??= this.#open()
    return this.#connected
  }

  /** What is still connecting when the time is over is closed once it has connected; nobody waits for that. */
  async close(over?: Promise<void>): Promise<void> {
    const settled = Promise.allSettled([this.#connected]).then(() => true)
    const isSettled = await Promise.race([settled, ...(over === undefined ? [] : [over.then(() => false)])])
    if (isSettled) await this.#disconnect()
    else void settled.then(() => this.#disconnect()).catch(() => {})
  }

  async health(): Promise<Readonly<Record<string, TransportHealth>>> {
    const each = this.links.map(async (link) => [link.server, await healthOf(link)] as const)
    return Object.fromEntries(await Promise.all(each))
  }

  /** Where the dead letters are. */
  async shelves(): Promise<readonly DeadLetterShelf[]> {
    await this.open()
    return this.links.map((link) => {
      const { deadLetters } = connectionOf(link)
      if (deadLetters === undefined) {
        throw new UnsupportedCapability('dead letters are asked for', 'redrive', link.transport)
      }
      const prefix = this.links.length === 1 ? '' : `${link.server}:`
      return { prefix, transport: link.transport.name, deadLetters }
    })
  }

  async #open(): Promise<void> {
    const connect = async (link: Link) => {
      link.connection ??= await link.transport.connect(this.#options)
    }
    // All have answered before those that did connect are closed again.
    const failed = (await Promise.allSettled(this.links.map(connect))).find(({ status }) => status === 'rejected')
    if (failed === undefined) return
    await this.#disconnect()
    throw (failed as PromiseRejectedResult).reason
  }

  async #disconnect(): Promise<void> {
    this.#connected = undefined
    const connections = this.links.map(({ connection }) => connection)
    for (const link of this.links) link.connection = undefined
    await Promise.all(connections.map((connection) => connection?.close()))
  }
}

async function healthOf({ connection }: Link): Promise<TransportHealth> {
  if (connection === undefined) return { status: 'unhealthy', problems: ['not connected'] }
  try {
    return await connection.health()
  } catch (error) {
    return { status: 'unhealthy', problems: [error instanceof Error ? error.message : String(error)] }
  }
}
