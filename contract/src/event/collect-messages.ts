import { originOf, type Reading } from '../contract/reading.js'
import { compare } from '../finding/reporter.js'
import type { Lifted, LiftedOperation } from '../lift/lifted.js'
import { applyTraits } from '../lift/traits.js'
import type { Origin } from '../model/schema.js'
import { namesOfPlace } from '../schema/schema-names.js'
import { isArray, isObject, type JsonObject, type JsonTree, objectAt, stringAt } from '../source/json-tree.js'

/** One message of the document, and where it is used. */
export interface Message {
  /** As it stands, before traits: what tells messages apart. */
  readonly identity: JsonObject
  /** With traits applied. */
  readonly value: JsonObject
  readonly origin: Origin
  /** Ids of the channels that carry it, sorted. */
  readonly channels: readonly string[]
  /** Names for it, the best first: what its `type` and `id` are derived from. */
  readonly wishes: readonly string[]
}

/** Every message once: those of channels, in each of their places, and those that only `components` hold. */
export function collectMessages(lifted: Lifted, major: 2 | 3, reading: Reading): Message[] {
  const uses = new Map<JsonObject, { keys: Set<string>; channels: Set<string> }>()
  const use = (message: JsonObject, key: string | undefined, channel?: string) => {
    const known = uses.get(message) ?? { keys: new Set<string>(), channels: new Set<string>() }
    uses.set(message, known)
    if (key !== undefined) known.keys.add(key)
    if (channel !== undefined) known.channels.add(channel)
  }
  for (const { id, messages } of lifted.channels) for (const { message, key } of messages) use(message, key, id)
  for (const { messages, reply } of lifted.operations) {
    for (const message of [...messages, ...(reply?.messages ?? [])]) use(message, undefined)
  }
  for (const { message } of lifted.components) use(message, undefined)
  const operations = operationsByMessage(lifted)

  return [...uses]
    .map(([identity, { keys, channels }]): Message => {
      const value = applyTraits(identity, major, reading)
      const origin = originOf(identity, reading)
      const ownKey = major === 2 ? stringAt(value, 'messageId') : keys.size === 1 ? [...keys][0] : undefined
      const named = [
        stringAt(value, 'name'),
        ownKey,
        componentKey(identity, reading),
        [...keys].sort()[0],
        operationName(value, operations.get(identity) ?? [], reading),
      ].filter((wish): wish is string => wish !== undefined && wish.trim() !== '')
      const wishes = named.length > 0 ? named : [...channels].sort().slice(0, 1)
      return { identity, value, origin, channels: [...channels].sort(), wishes }
    })
    .sort((a, b) => compare(a.origin.file, b.origin.file) || compare(a.origin.pointer, b.origin.pointer))
}

/** The key of a message that is kept apart from its channels: under `components`, or in a file of its own. */
function componentKey(identity: JsonObject, reading: Reading): string | undefined {
  const { file, tokens } = reading.whereabouts.of(identity)
  const own = file.path === reading.contract
  if (own && (tokens[0] !== 'components' || tokens[1] !== 'messages')) return undefined
  return namesOfPlace(file.path, tokens)[0]
}

/**
 * For a message written in its operation, without any name: the operation, else its channel and action. Where
 * several such share one operation, what their payloads are called tells them apart.
 */
function operationName(
  value: JsonObject,
  operations: readonly LiftedOperation[],
  reading: Reading,
): string | undefined {
  const names = operations.map(({ name, channel, action, messages }) => {
    const operation = name ?? `${channel}.${action}`
    const payload = messages.length > 1 ? payloadName(value, reading) : undefined
    return payload === undefined ? operation : `${operation}.${payload}`
  })
  return names.sort()[0]
}

function operationsByMessage({ operations }: Lifted): ReadonlyMap<JsonObject, readonly LiftedOperation[]> {
  const found = new Map<JsonObject, LiftedOperation[]>()
  for (const operation of operations) {
    for (const message of new Set(operation.messages)) {
      const known = found.get(message)
      if (known === undefined) found.set(message, [operation])
      else known.push(operation)
    }
  }
  return found
}

function payloadName(value: JsonObject, reading: Reading): string | undefined {
  const given = objectAt(value, 'payload')
  const payload = reading.references.follow(given)
  if (payload !== given && typeof payload === 'object' && payload !== null && !isArray(payload)) {
    const { file, tokens } = reading.whereabouts.of(payload)
    return namesOfPlace(file.path, tokens)[0]
  }
  return stringAt(payload, 'title') ?? stringAt(value, 'title') ?? firstConstant(payload, reading)
}

/** What such messages mostly tell themselves apart by: a property fixed to a word, as in `type: { const: placed }`. */
function firstConstant(payload: JsonTree | undefined, { references }: Reading): string | undefined {
  const properties = references.follow(objectAt(payload, 'properties'))
  if (!isObject(properties)) return undefined
  for (const given of Object.values(properties)) {
    const schema = references.follow(given)
    if (!isObject(schema)) continue
    const { const: constant, enum: values } = schema
    const value = constant ?? (isArray(values) && values.length === 1 ? values[0] : undefined)
    if (typeof value === 'string' && /\p{L}/u.test(value)) return value
  }
  return undefined
}
