import type { Server } from '@tidings/contract'
import { type Change, change, type Pair } from './change.js'
import { compareBindings } from './compare-bindings.js'
import type { ComparedContract } from './compared-contract.js'
import type { MatchedContracts } from './match-contracts.js'

/** What changed in the servers of two contracts. */
export function compareServers(
  before: ComparedContract,
  after: ComparedContract,
  { servers: { pairs, removed, added } }: MatchedContracts,
): Change[] {
  return [
    ...removed.map((server) =>
      change(
        'server-removed',
        { server: server.id, address: addressOf(server) },
        {
          place: after.root,
          was: before.places.ofOrigin(server.origin),
        },
      ),
    ),
    ...added.map((server) =>
      change(
        'server-added',
        { server: server.id, address: addressOf(server) },
        {
          place: after.places.ofOrigin(server.origin),
        },
      ),
    ),
    ...pairs.flatMap((pair) => [
      ...compareServer(pair),
      ...compareBindings(`server ${pair.after.id}`, pair, before, after),
    ]),
  ]

  function compareServer(pair: Pair<Server>): Change[] {
    const { before: old, after: now } = pair
    const server = now.id
    const placesOf = (key: string) => ({
      place: after.places.ofOrigin(now.origin, key),
      was: before.places.ofOrigin(old.origin, key),
    })
    const changes: Change[] = []
    const [is, was] = [addressOf(now), addressOf(old)]
    if (is !== was) {
      const key = after.contract.asyncapi.startsWith('2.') ? 'url' : now.host === old.host ? 'pathname' : 'host'
      changes.push(change('server-address-changed', { server, is, was }, placesOf(key)))
    }
    if (now.protocol !== old.protocol) {
      const holes = { server, is: now.protocol, was: old.protocol }
      changes.push(change('server-protocol-changed', holes, placesOf('protocol')))
    } else if (now.protocolVersion !== old.protocolVersion) {
      const [is, was] = [now.protocolVersion ?? 'none', old.protocolVersion ?? 'none']
      const holes = { server, protocol: now.protocol, is, was }
      changes.push(change('server-protocol-version-changed', holes, placesOf('protocolVersion')))
    }
    return changes
  }
}

/** As one connects to it; `/` alone is no path. */
const addressOf = ({ host, pathname = '' }: Server): string => `${host}${pathname.replace(/\/$/, '')}`
