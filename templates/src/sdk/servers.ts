import type { Contract, Server } from '@tidings/contract'
import { type Code, code, defineTemplate, doc, literal, literalKey, objectLiteral, string } from '../api.js'
import { mergedBindings } from './channel-bindings.js'
import { descriptionOf, originLine } from './describe.js'

/** The brokers that the contract names, as transports take them. */
export const servers = defineTemplate({
  name: 'servers',
  render({ contract }, output) {
    const brokers = brokersOf(contract)
    if (brokers.length === 0) return
    output.file('servers.ts').print`
      /** The brokers that the contract names. */
      export const servers = {
        ${brokers.map(server)}
      }
    `
  },
})

/** The servers of protocols that have a broker. */
export const brokersOf = ({ servers }: Contract): readonly Server[] =>
  servers.filter(({ protocol }) => !/^(?:https?|wss?|sse)$/i.test(protocol))

function server({ id, host, pathname, protocol, bindings, origin, ...described }: Server): Code {
  const said = mergedBindings([bindings])
  const value = objectLiteral(
    [
      ['protocol', string(protocol)],
      ['host', string(host)],
      ['pathname', pathname === undefined ? undefined : string(pathname)],
      ['bindings', Object.keys(said).length === 0 ? undefined : literal(said)],
    ],
    { broken: true },
  )
  return code`
    ${doc(...descriptionOf(described), originLine(origin))}
    ${literalKey(id)}: ${value},
  `
}
