import { entriesOf, type Reading } from '../contract/reading.js'
import { isReference } from '../reference/references.js'
import {
  emptyObject,
  isArray,
  isObject,
  type JsonObject,
  type JsonTree,
  objectAt,
  stringAt,
} from '../source/json-tree.js'
import type { Lifted, LiftedChannel, LiftedMessage, LiftedOperation, LiftedReply } from './lifted.js'
import { inAddressOrder } from './parameters.js'
import { applyTraits } from './traits.js'

export function readVersion3(root: JsonObject, reading: Reading): Lifted {
  const servers = entriesOf(root['servers'], reading)
  const rawChannels = entriesOf(root['channels'], reading)
  const channels = rawChannels.map(([id, value]): LiftedChannel => {
    const address = stringAt(value, 'address') ?? null
    const declared = entriesOf(value['parameters'], reading).map(([name, parameter]) => ({
      name,
      ...(isArray(parameter['enum']) ? { enum: parameter['enum'].filter((one) => typeof one === 'string') } : {}),
      ...(typeof parameter['default'] === 'string' ? { default: parameter['default'] } : {}),
      value: parameter,
    }))
    return {
      id,
      address,
      servers: listOf(value['servers'], reading).flatMap((server) => idOf(server, servers, reading) ?? []),
      parameters: inAddressOrder(address, declared, (name) => ({
        name,
        value: reading.whereabouts.adopt(emptyObject(), value),
      })),
      messages: messagesOf(value, reading),
      value,
    }
  })

  const channelOf = (reference: JsonTree | undefined) => {
    const id = idOf(reference, rawChannels, reading)
    return channels.find((channel) => channel.id === id)
  }
  const chosen = (value: JsonObject, channel: LiftedChannel | undefined): JsonObject[] =>
    isArray(value['messages'])
      ? value['messages'].map((message) => reading.references.follow(message)).filter(isObject)
      : (channel?.messages ?? []).map(({ message }) => message)

  const replyOf = (value: JsonObject): LiftedReply | undefined => {
    const reply = reading.references.follow(value['reply'])
    if (!isObject(reply)) return undefined
    const channel = channelOf(reply['channel'])
    const location = stringAt(reading.references.follow(reply['address']), 'location')
    return {
      ...(channel === undefined ? {} : { channel: channel.id }),
      ...(location === undefined ? {} : { location }),
      messages: chosen(reply, channel),
    }
  }

  const operations = entriesOf(root['operations'], reading).flatMap(([id, raw]): LiftedOperation[] => {
    const value = applyTraits(raw, 3, reading)
    const channel = channelOf(value['channel'])
    const action = value['action']
    if (channel === undefined || (action !== 'send' && action !== 'receive')) return []
    const reply = replyOf(value)
    return [
      {
        id,
        name: id,
        action,
        channel: channel.id,
        messages: chosen(value, channel),
        ...(reply === undefined ? {} : { reply }),
        value,
      },
    ]
  })

  return {
    servers: servers.map(([id, value]) => {
      const pathname = stringAt(value, 'pathname')
      return { id, host: stringAt(value, 'host') ?? '', ...(pathname === undefined ? {} : { pathname }), value }
    }),
    channels,
    operations,
    components: messagesOf(objectAt(root, 'components') ?? emptyObject(), reading).map(({ message }) => ({ message })),
  }
}

function messagesOf(value: JsonObject, reading: Reading): LiftedMessage[] {
  return entriesOf(value['messages'], reading).map(([key, message]) => ({ key, message }))
}

function listOf(value: JsonTree | undefined, reading: Reading): readonly JsonTree[] {
  const list = reading.references.follow(value)
  return isArray(list) ? list : []
}

/** The id of the channel or server that a reference means: the entry it leads to, not what that entry refers to. */
function idOf(
  reference: JsonTree | undefined,
  entries: [string, JsonObject, JsonTree][],
  reading: Reading,
): string | undefined {
  const first = isReference(reference) ? reading.references.step(reference) : reference
  const found = entries.find(([, , raw]) => raw === first)
  return (found ?? entries.find(([, value]) => value === reading.references.follow(reference)))?.[0]
}
