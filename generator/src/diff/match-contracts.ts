import type { Channel, Contract, ContractEvent, Operation, Server } from '@tidings/contract'
import { type Mark, type Matching, match } from './match.js'

/** What of two contracts is the same thing, by marks that survive edits. */
export interface MatchedContracts {
  readonly events: Matching<ContractEvent>
  readonly channels: Matching<Channel>
  readonly operations: Matching<Operation>
  readonly servers: Matching<Server>
  /** The ids of things of the newer contract in the older one; of what is new, the own. */
  readonly formerly: {
    readonly event: (id: string) => string
    readonly channel: (id: string) => string
    readonly server: (id: string) => string
  }
}

export function matchContracts(before: Contract, after: Contract): MatchedContracts {
  const servers = match(before.servers, after.servers, [
    ({ id, host, protocol }) => key(id, host, protocol),
    ({ host, pathname, protocol }) => key(host, pathname, protocol),
    ({ id }) => id,
  ])
  const events = match(before.events, after.events, eventMarks(before, after))
  const formerEvent = formerIds(events, 'event')
  const channels = match(before.channels, after.channels, channelMarks(formerEvent))
  const formerChannel = formerIds(channels, 'channel')
  const operations = match(before.operations, after.operations, operationMarks(formerChannel, formerEvent))
  return {
    servers,
    events,
    channels,
    operations,
    formerly: { event: formerEvent, channel: formerChannel, server: formerIds(servers, 'server') },
  }
}

/** By the CloudEvents type first, which is on the wire; then by the name of one version; then by the id. */
function eventMarks(before: Contract, after: Contract): readonly Mark<ContractEvent>[] {
  const addresses = ({ channels }: ContractEvent, side: 'before' | 'after') => {
    const contract = side === 'before' ? before : after
    return contract.channels.filter(({ id }) => channels.includes(id)).map(({ address, id }) => address ?? id)
  }
  return [
    ({ type, id }) => key(type, id),
    (event, side) => key(event.type, addresses(event, side)),
    ({ type }) => type,
    ({ name, version }) => key(name, version),
    ({ id, version }) => key(id, version),
    // The same data on the same channels under another name.
    (event, side) => (saysSomething(event) ? key(event.payload, event.version, addresses(event, side)) : undefined),
  ]
}

const saysSomething = ({ payload }: ContractEvent): boolean =>
  typeof payload === 'object' && (payload.$ref !== undefined || Object.keys(payload.properties ?? {}).length > 0)

function channelMarks(formerEvent: (id: string) => string): readonly Mark<Channel>[] {
  const address = (channel: Channel) => channel.address?.replaceAll(/\{[^{}]*\}/g, '{}')
  return [
    (channel) => (channel.address === null ? undefined : key(address(channel), channel.id)),
    (channel) => address(channel),
    ({ id }) => id,
    ({ events }, side) =>
      events.length === 0 ? undefined : key(side === 'after' ? events.map(formerEvent).sort() : events),
  ]
}

function operationMarks(
  formerChannel: (id: string) => string,
  formerEvent: (id: string) => string,
): readonly Mark<Operation>[] {
  const channel = (operation: Operation, side: 'before' | 'after') =>
    side === 'after' ? formerChannel(operation.channel) : operation.channel
  const events = ({ events }: Operation, side: 'before' | 'after') =>
    side === 'after' ? events.map(formerEvent).sort() : events
  return [
    (operation, side) => key(operation.id, operation.action, channel(operation, side)),
    (operation, side) => key(operation.action, channel(operation, side), events(operation, side)),
    (operation, side) => key(operation.action, channel(operation, side)),
    ({ id, action }) => key(id, action),
    ({ id }) => id,
  ]
}

function formerIds<Thing extends { readonly id: string }>(
  { pairs, added }: Matching<Thing>,
  what: string,
): (id: string) => string {
  const ids = new Map(pairs.map(({ before, after }) => [after.id, before.id]))
  const isNew = new Set(added.map(({ id }) => id))
  // What is new has an id that nothing of the older contract has.
  return (id) => (isNew.has(id) ? key('new', what, id) : (ids.get(id) ?? id))
}

const key = (...marks: readonly unknown[]): string => JSON.stringify(marks)
