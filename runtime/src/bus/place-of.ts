import { InvalidDestination } from '../error/invalid-destination.js'
import { descriptorOf } from '../event/brand.js'
import { channelAddress } from '../event/channel-address.js'
import type { Destination } from '../event/destination.js'
import type { AnyEvent } from '../event/event.js'
import type { ChannelDescriptor, EventDescriptor } from '../event/event-descriptor.js'
import { locate } from '../event/locate.js'
import { isAddressFamily } from '../transport/match-address.js'
import type { Place } from '../transport/place.js'

/** Where an event is to be carried, and the channel that says so. */
export interface Way {
  readonly place: Place
  readonly channel: ChannelDescriptor
}

/** Throws `InvalidDestination` where event and destination together do not tell. */
export function wayOf(
  event: AnyEvent,
  destination: Destination | undefined,
  application: string | undefined,
  as: 'send' | 'receive' = 'send',
): Way {
  const descriptor = descriptorOf(event)
  const id = destination?.channel ?? onlyChannel(descriptor, as)
  const channel = Object.hasOwn(descriptor.channels, id) ? descriptor.channels[id] : undefined
  if (channel === undefined) {
    throw new InvalidDestination(`No channel ${id} carries ${descriptor.name}: expected one of ${list(descriptor)}`)
  }
  const template = addressOf(id, channel)
  const address = channelAddress(template, { ...located(event, channel), ...destination?.parameters })
  const place = placeFor(address, template, descriptor, application)
  return { place: { ...place, ...placeBindings(channel, as) }, channel }
}

/** A channel whose address the contract leaves open flows under its id. */
export const addressOf = (id: string, { address }: ChannelDescriptor): string => address ?? id

/** What the contract's bindings say to who sends there, or receives from there. */
export function placeBindings({ bindings }: ChannelDescriptor, as: 'send' | 'receive'): Pick<Place, 'bindings'> {
  if (bindings === undefined) return {}
  const { channel, [as]: operation } = bindings
  if (channel === undefined && operation === undefined) return {}
  return { bindings: { ...(channel !== undefined && { channel }), ...(operation !== undefined && { operation }) } }
}

/** What stays inside the application belongs to it, also where others use the same address. */
export const placeFor = (
  address: string,
  template: string,
  { kind }: EventDescriptor,
  application: string | undefined,
): Place => ({
  address,
  ...(kind === 'domain' && application !== undefined && { application }),
  ...(isAddressFamily(template) && { family: template }),
})

function onlyChannel(descriptor: EventDescriptor, as: 'send' | 'receive'): string {
  const channels = Object.entries(descriptor.channels)
  const said = channels.filter(([, { action }]) => action === as || action === 'both')
  const open = channels.filter(([, { action }]) => action === undefined)
  const candidates = said.length > 0 ? said : open
  const [first] = candidates
  if (first !== undefined && (candidates.length === 1 || as === 'receive')) return first[0]
  const { name } = descriptor
  if (first !== undefined) {
    throw new InvalidDestination(`${name} is sent to several channels: give one of ${list(descriptor)} as destination`)
  }
  if (channels.length === 0) throw new InvalidDestination(`No channel of the contract carries ${name}`)
  const mend = as === 'send' ? 'another application sends it; in tests use bus.receive' : 'publish it instead'
  throw new InvalidDestination(`This application does not ${as} ${name} by any of ${list(descriptor)}: ${mend}`)
}

function located(event: AnyEvent, { parameters = {} }: ChannelDescriptor): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, location] of Object.entries(parameters)) {
    const value = locate(location, event)
    if (value !== undefined) values[name] = value
  }
  return values
}

const list = ({ channels }: EventDescriptor) => Object.keys(channels).sort().join(', ') || 'none'
