import { basename } from 'node:path'
import { readDocumentConvention } from '../convention/conventions.js'
import { collectMessages, type Message } from '../event/collect-messages.js'
import { deriveSource } from '../event/derive-source.js'
import { leadsSomewhere, readLocation } from '../event/location.js'
import { readEvent } from '../event/read-event.js'
import { compare } from '../finding/reporter.js'
import { liftVersion2 } from '../lift/lift-version-2.js'
import type { Lifted, LiftedChannel, LiftedOperation } from '../lift/lifted.js'
import { readVersion3 } from '../lift/read-version-3.js'
import type { Channel, Parameter } from '../model/channel.js'
import type { Contract, Perspective } from '../model/contract.js'
import type { ContractEvent } from '../model/event.js'
import type { Operation } from '../model/operation.js'
import type { Schema, SchemaObject } from '../model/schema.js'
import type { Server } from '../model/server.js'
import { createSchemaReader } from '../schema/schema-reader.js'
import { type JsonObject, objectAt, stringAt } from '../source/json-tree.js'
import { distinctNames } from './distinct-names.js'
import { present } from './present.js'
import { bindingsOf, extensionsOf, originOf, type Reading, tagsOf, wordsOf } from './reading.js'

export interface Built {
  readonly contract: Contract
  /** What the document holds where a schema of the contract was read. */
  homeOf(schema: SchemaObject): JsonObject | undefined
}

/** Builds the contract from a document that has been found valid. */
export function buildContract(root: JsonObject, perspective: Perspective, reading: Reading): Built {
  const version = stringAt(root, 'asyncapi') ?? ''
  const major = version.startsWith('2.') ? 2 : 3
  const lifted = major === 2 ? liftVersion2(root, reading) : readVersion3(root, reading)
  const info = objectAt({ info: reading.references.follow(root['info']) ?? null }, 'info')
  const title = stringAt(info, 'title') ?? ''
  const id = stringAt(root, 'id')
  const conventions = readDocumentConvention(root, reading)
  const defaultContentType = stringAt(root, 'defaultContentType') ?? 'application/json'

  const messages = collectMessages(lifted, major, reading)
  const ids = nameMessages(messages, reading)
  const idOf = new Map(messages.map((message) => [message.identity, ids.get(message) ?? '']))
  const idsOf = (found: Iterable<JsonObject>) =>
    [...new Set([...found].flatMap((message) => idOf.get(message) ?? []))].sort()

  const schemas = createSchemaReader(reading)
  const stamped = perspective === 'client' ? sentByClient(lifted) : new Set<JsonObject>()
  const drafts = messages.map((message) =>
    readEvent(message, ids.get(message) ?? '', {
      reading,
      schemas,
      defaults: {
        conventions,
        contentType: defaultContentType,
        source: conventions.source ?? id ?? deriveSource(title),
      },
      isStamped: ({ identity }) => stamped.has(identity),
    }),
  )
  const roots = drafts.flatMap(({ payload, headers }) => [payload, headers]).filter((schema) => schema !== undefined)
  const { schemas: named, settle, homeOf } = schemas.finish(roots)
  const resolve = (schema: Schema) => schemas.resolve(schema)

  const contract = present({
    model: 1 as const,
    asyncapi: version,
    id,
    title,
    version: stringAt(info, 'version') ?? '',
    description: stringAt(info, 'description'),
    defaultContentType,
    perspective,
    servers: lifted.servers
      .map((server): Server => {
        const { value } = server
        return present({
          id: server.id,
          host: server.host,
          pathname: server.pathname,
          protocol: stringAt(value, 'protocol') ?? '',
          protocolVersion: stringAt(value, 'protocolVersion'),
          ...wordsOf(value),
          tags: tagsOf(value, reading),
          ...bindingsOf(value, reading),
          extensions: extensionsOf(value),
          origin: originOf(value, reading),
        })
      })
      .sort(byId),
    channels: lifted.channels
      .map((channel) => buildChannel(channel, idsOf(channel.messages.map(({ message }) => message))))
      .sort(byId),
    operations: lifted.operations.map((operation) => buildOperation(operation)).sort(byId),
    events: drafts
      .map((event) => ({
        ...event,
        ...(event.payload === undefined ? {} : { payload: settle(event.payload) }),
        ...(event.headers === undefined ? {} : { headers: settle(event.headers) }),
      }))
      .sort(byId),
    schemas: named,
  })
  return { contract, homeOf }

  function buildChannel(channel: LiftedChannel, events: readonly string[]): Channel {
    const { value } = channel
    const ids = new Set(events)
    const carried = drafts.filter(({ id }) => ids.has(id))
    return present({
      id: channel.id,
      address: channel.address,
      parameters: channel.parameters.map((parameter): Parameter => {
        const expression = stringAt(parameter.value, 'location')
        return present({
          name: parameter.name,
          enum: parameter.enum,
          default: parameter.default,
          description: stringAt(parameter.value, 'description'),
          location: expression === undefined ? undefined : locate(expression, parameter.name, parameter.value, carried),
        })
      }),
      servers: [...new Set(channel.servers)].sort(),
      events,
      ...wordsOf(value),
      tags: tagsOf(value, reading),
      ...bindingsOf(value, reading),
      extensions: extensionsOf(value),
      origin: originOf(value, reading),
    })
  }

  /** Where a parameter's value stands; nothing where not even one event of the channel has such a place. */
  function locate(
    expression: string,
    name: string,
    value: JsonObject,
    carried: readonly ContractEvent[],
  ): Parameter['location'] {
    const location = readLocation(expression)
    if (location === undefined) return undefined
    const enveloped = carried.length > 0 && carried.every(({ cloudEvents }) => cloudEvents === 'structured')
    const lowered =
      enveloped && location.in === 'payload' && location.path[0] === 'data'
        ? { ...location, path: location.path.slice(1) }
        : location
    const found = carried.some((event) =>
      leadsSomewhere(lowered.in === 'payload' ? event.payload : event.headers, lowered.path, resolve),
    )
    if (found) return lowered
    if (carried.length > 0 && !enveloped) {
      reading.reporter.report('location-leads-nowhere', reading.whereabouts.place(value, 'location'), {
        what: `parameter ${name}`,
        expression,
      })
    }
    return undefined
  }

  function buildOperation({ id, name, action, channel, messages, reply, value }: LiftedOperation): Operation {
    const turned = action === 'send' ? 'receive' : 'send'
    const seen = perspective === 'client' ? turned : action
    return present({
      id: name === undefined ? `${seen}/${channel}` : id,
      action: seen,
      channel,
      events: idsOf(messages),
      reply:
        reply === undefined
          ? undefined
          : present({ channel: reply.channel, address: readLocation(reply.location), events: idsOf(reply.messages) }),
      ...wordsOf(value),
      tags: tagsOf(value, reading),
      ...bindingsOf(value, reading),
      extensions: extensionsOf(value),
      origin: originOf(value, reading),
    })
  }
}

function nameMessages(messages: readonly Message[], { contract }: Reading): Map<Message, string> {
  const home = basename(contract)
  return distinctNames(
    messages.map((thing) => {
      const { file, pointer } = thing.origin
      const last = thing.wishes.at(-1) ?? 'event'
      const index = /\/oneOf\/(\d+)$/.exec(pointer)?.[1]
      const numbered = index === undefined ? [] : [`${last}.${Number(index) + 1}`]
      const qualified = thing.channels.slice(0, 1).map((channel) => `${channel}.${last}`)
      const place = `${file === home ? '' : file}#${pointer}`
      const names = [...new Set([...thing.wishes, ...numbered, ...qualified, place])]
      return { thing, names, rank: thing.channels.length > 0 ? 0 : 1 }
    }),
  )
}

function sentByClient(lifted: Lifted): Set<JsonObject> {
  return new Set(
    lifted.operations.flatMap(({ action, messages, reply }) =>
      action === 'receive' ? messages : (reply?.messages ?? []),
    ),
  )
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compare(a.id, b.id)
}
