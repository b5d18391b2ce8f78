import type { Bindings } from './bindings.js'

/** A broker that the contract names: one of `servers` in the generated SDK. */
export interface Server {
  /** As the contract has it: `mqtt`, `amqps`, `kafka-secure` and the like. */
  readonly protocol: string
  readonly host: string
  readonly pathname?: string
  readonly bindings?: Bindings
}

export interface ServerReading {
  /** The transport's name. */
  readonly transport: string
  /** By the protocols that the transport speaks, what an address of theirs begins with. */
  readonly schemes: Readonly<Record<string, string>>
}

/** Where it is. Throws `TypeError` for another transport's server, or one whose address has variables. */
export function addressOfServer(
  { protocol, host, pathname = '' }: Server,
  { transport, schemes }: ServerReading,
): string {
  const name = protocol.toLowerCase()
  if (!Object.hasOwn(schemes, name)) {
    const spoken = Object.keys(schemes).join(' or ')
    throw new TypeError(`${transport}: server ${host} has the protocol ${protocol}; expected ${spoken}`)
  }
  const variable = /\{[^}]*\}/.exec(host + pathname)?.[0]
  if (variable !== undefined) {
    throw new TypeError(
      `${transport}: the address of server ${host} has the variable ${variable}; give one with its value: { ...server, host: '...' }`,
    )
  }
  return `${schemes[name]}://${host}${pathname}`
}
