import type { Channel, Parameter } from '@tidings/contract'
import { type Change, change, type Pair } from './change.js'
import { compareBindings } from './compare-bindings.js'
import type { ComparedContract } from './compared-contract.js'
import type { MatchedContracts } from './match-contracts.js'

/** What changed in the channels of two contracts, and in what they carry. */
export function compareChannels(
  before: ComparedContract,
  after: ComparedContract,
  matched: MatchedContracts,
): Change[] {
  const { pairs, removed, added } = matched.channels
  const { formerly } = matched
  const kept = new Map(matched.events.pairs.map((pair) => [pair.before.id, pair.after]))
  return [
    ...removed.map((channel) =>
      change(
        'channel-removed',
        { channel: nameOf(channel) },
        {
          place: after.root,
          was: before.places.ofOrigin(channel.origin),
        },
      ),
    ),
    ...added.map((channel) =>
      change('channel-added', { channel: nameOf(channel) }, { place: after.places.ofOrigin(channel.origin) }),
    ),
    ...pairs.flatMap((pair) => [
      ...compareAddress(pair),
      ...compareServers(pair),
      ...compareEventsOf(pair),
      ...compareBindings(`channel ${nameOf(pair.after)}`, pair, before, after),
    ]),
  ]

  function compareAddress(pair: Pair<Channel>): Change[] {
    const { before: old, after: now } = pair
    const form = (address: string | null) => address?.replaceAll(/\{[^{}]*\}/g, '{}')
    if (form(old.address) !== form(now.address)) {
      const holes = { channel: now.id, is: now.address ?? 'open', was: old.address ?? 'open' }
      return [change('channel-address-changed', holes, placesOf(pair, 'address'))]
    }
    return now.parameters.flatMap((parameter, at) => {
      const former = old.parameters[at]
      return former === undefined ? [] : compareParameter(pair, former, parameter)
    })
  }

  function compareParameter(pair: Pair<Channel>, old: Parameter, now: Parameter): Change[] {
    const channel = nameOf(pair.after)
    const renamed =
      old.name === now.name
        ? []
        : [
            change(
              'parameter-renamed',
              { channel, is: now.name, was: old.name },
              placesOf(pair, 'parameters', now.name),
            ),
          ]
    const lacks = (values: Parameter['enum'], others: Parameter['enum']) =>
      values !== undefined && (others?.some((value) => !values.includes(value)) ?? true)
    const holes = { channel, parameter: now.name, is: valuesOf(now), was: valuesOf(old).replace(/^is /, '') }
    const about = placesOf(pair, 'parameters', now.name, 'enum')
    return [
      ...renamed,
      ...(lacks(now.enum, old.enum) ? [change('parameter-value-removed', holes, about)] : []),
      ...(lacks(old.enum, now.enum) ? [change('parameter-value-added', holes, about)] : []),
    ]
  }

  /** No servers are all of them. */
  function compareServers(pair: Pair<Channel>): Change[] {
    const channel = nameOf(pair.after)
    const all = {
      before: before.contract.servers.map(({ id }) => id),
      after: after.contract.servers.map(({ id }) => id),
    }
    const had = pair.before.servers.length > 0 ? pair.before.servers : all.before
    const has = pair.after.servers.length > 0 ? pair.after.servers : all.after
    // Those that came or went themselves are told as such.
    return matched.servers.pairs.flatMap((server) => {
      const [was, is] = [had.includes(server.before.id), has.includes(server.after.id)]
      if (was === is) return []
      const rule = is ? 'channel-joined-server' : 'channel-left-server'
      return [change(rule, { channel, server: server.after.id }, placesOf(pair, 'servers'))]
    })
  }

  function compareEventsOf(pair: Pair<Channel>): Change[] {
    const channel = nameOf(pair.after)
    const now = pair.after.events.map(formerly.event)
    const left = pair.before.events.flatMap((id) => {
      const event = kept.get(id)
      if (event === undefined || now.includes(id)) return []
      const elsewhere = after.contract.channels
        .filter((other) => event.channels.includes(other.id) && !isOn(other.id, id))
        .map(nameOf)
      const instead = elsewhere.length === 0 ? '' : `, but on ${elsewhere.join(' and ')}`
      return [change('event-left-channel', { event: event.id, channel, instead }, placesOf(pair, 'messages'))]
    })
    const joined = pair.after.events.flatMap((id) => {
      const isKept = kept.has(formerly.event(id))
      if (!isKept || pair.before.events.includes(formerly.event(id))) return []
      return [change('event-joined-channel', { event: id, channel }, placesOf(pair, 'messages'))]
    })
    return [...left, ...joined]
  }

  /** Whether an event of the older contract was on a channel of the newer one. */
  function isOn(channel: string, event: string): boolean {
    const former = before.contract.channels.find(({ id }) => id === formerly.channel(channel))
    return former?.events.includes(event) ?? false
  }

  function placesOf(pair: Pair<Channel>, ...tokens: readonly string[]) {
    return {
      place: after.places.ofOrigin(pair.after.origin, ...tokens),
      was: before.places.ofOrigin(pair.before.origin, ...tokens),
    }
  }
}

/** What people know a channel by. */
export const nameOf = ({ id, address }: Channel): string =>
  address === null || address === id ? id : `${id} (${address})`

const valuesOf = ({ enum: values }: Parameter): string =>
  values === undefined ? 'is free' : `is ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`
