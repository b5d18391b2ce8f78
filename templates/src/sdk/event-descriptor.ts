import type { Channel, Contract, ContractEvent, Json, Location } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, code, list, literal, objectLiteral, string } from '../api.js'
import { channelBindings } from './channel-bindings.js'
import { codec } from './codec.js'
import { declaredHeaders } from './declared-headers.js'
import { actionOf, isGiven } from './destination.js'

/** What an event class knows of its way, as an object literal over several lines. */
export function eventDescriptor(event: ContractEvent, earlier: readonly Code[], sdk: Sdk): Code {
  return objectLiteral(
    [
      ['name', string(event.name)],
      ['type', string(event.type)],
      ['kind', string(event.kind)],
      ['version', given(event.version)],
      ['source', given(event.source)],
      ['subject', given(typeof event.subject === 'object' ? locationOf(event.subject) : event.subject)],
      ['key', given(event.key && locationOf(event.key))],
      ['aggregate', given(event.aggregate)],
      ['channels', channelsOf(event, sdk.contract)],
      ['codec', codec(event, sdk)],
      ['headers', headersOf(event, sdk.contract)],
      ['earlier', earlier.length === 0 ? undefined : list('[', earlier, ']')],
    ],
    { broken: true },
  )
}

function headersOf(event: ContractEvent, { schemas }: Contract): Code | undefined {
  const names = declaredHeaders(event.headers, (name) => schemas.find((schema) => schema.name === name)?.schema)
  return names.length === 0 ? undefined : literal(names)
}

const given = (value: Json | undefined): Code | undefined => (value === undefined ? undefined : literal(value))

const locationOf = (location: Location): Json => ({ in: location.in, path: location.path })

function channelsOf(event: ContractEvent, contract: Contract): Code {
  const channels = contract.channels.filter(({ id }) => event.channels.includes(id))
  return objectLiteral(channels.map((channel) => [channel.id, exact(channel.id, channelOf(channel, event, contract))]))
}

function channelOf(channel: Channel, event: ContractEvent, contract: Contract): Code {
  const located = channel.parameters.flatMap((parameter): [string, Code][] =>
    parameter.location && isGiven(parameter, event, contract)
      ? [[parameter.name, exact(parameter.name, literal(locationOf(parameter.location)))]]
      : [],
  )
  return objectLiteral([
    ['address', literal(channel.address)],
    ['action', given(actionOf(event, channel.id, contract))],
    ['parameters', located.length === 0 ? undefined : objectLiteral(located)],
    ['servers', channel.servers.length === 0 ? undefined : literal(channel.servers)],
    ['bindings', given(channelBindings(channel, event, contract))],
  ])
}

/** Under the name of a method that every object has (`constructor`), TypeScript would take `'send'` for any text. */
const exact = (name: string, value: Code): Code =>
  name in {} && name !== '__proto__' ? code`${value} as const` : value
