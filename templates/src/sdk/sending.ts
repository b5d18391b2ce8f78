import type { ContractEvent, Operation, Parameter } from '@tidings/contract'
import type { Sdk } from '../api.js'
import { type Code, code, nothing, objectLiteral, string } from '../api.js'
import { needsDestination, sendChannels } from './destination.js'

/** Some events of one operation that are published in the same way. */
export interface Sending {
  readonly events: readonly ContractEvent[]
  /** What stands after the event in a call of `publish`; `undefined` where nothing does. */
  readonly destination: Code | undefined
}

/** The events of an operation by how they are published; those that need no destination come last. */
export function sendingsOf(operation: Operation, sdk: Sdk): readonly Sending[] {
  const groups = new Map<string, { events: ContractEvent[]; destination: Code | undefined }>()
  for (const event of eventsOf(operation, sdk)) {
    const way = wayOf(event, operation, sdk)
    const key = JSON.stringify(way === undefined ? [] : [way.named, way.missing.length > 0])
    const group = groups.get(key) ?? { events: [], destination: way && destinationOf(way, operation) }
    group.events.push(event)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(a.destination === undefined) - Number(b.destination === undefined))
}

/** The parameters that the operation's channel needs, and that not all of its events hold. */
export function missingParameters(operation: Operation, sdk: Sdk): readonly Parameter[] {
  const missing = eventsOf(operation, sdk).flatMap((event) => wayOf(event, operation, sdk)?.missing ?? [])
  return [...new Map(missing.map((parameter) => [parameter.name, parameter])).values()]
}

export function eventsOf({ events }: Operation, { contract }: Sdk): readonly ContractEvent[] {
  const ids = new Set(events)
  return contract.events.filter(({ id }) => ids.has(id))
}

interface Way {
  /** Whether the channel must be named, being one of several. */
  readonly named: boolean
  readonly missing: readonly Parameter[]
}

function wayOf(event: ContractEvent, operation: Operation, sdk: Sdk): Way | undefined {
  const channels = sendChannels(event, sdk.contract)
  if (!needsDestination(channels)) return undefined
  const missing = channels.find(({ channel }) => channel.id === operation.channel)?.missing ?? []
  return { named: channels.length > 1, missing }
}

const destinationOf = ({ named, missing }: Way, { channel }: Operation): Code =>
  objectLiteral([['channel', named ? string(channel) : undefined], missing.length > 0 ? code`parameters` : nothing])
