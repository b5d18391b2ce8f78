import { UndecodableMessage } from '../error/undecodable-message.js'
import { isPolluted } from '../validation/is-polluted.js'
import { jsonParts } from './json-parts.js'
import { isJson, mediaType } from './media-type.js'
import type { Attributes, Message } from './message.js'
import { headersAttribute, headersIn, headersText } from './message-headers.js'
import { AttributesReader, attributeText } from './read-attributes.js'
import { fromUtf8, fromUtf8Exactly, toUtf8 } from './utf8.js'

/** The content types of the JSON event format and the JSON batch format. */
export const structuredType = 'application/cloudevents+json'
export const batchType = 'application/cloudevents-batch+json'

/** What a content type announces: one CloudEvent in the body, or a batch of them; `undefined` for data alone. */
export const announcedBy = (contentType = ''): 'structured' | 'batch' | undefined => {
  const type = mediaType(contentType)
  // In this order, since the one begins as the other does.
  if (type.startsWith('application/cloudevents-batch')) return 'batch'
  return type.startsWith('application/cloudevents') ? 'structured' : undefined
}

/** A message in the CloudEvents JSON format 1.0.2, as UTF-8. JSON data is taken over byte for byte. */
export const writeStructured = (message: Message): Uint8Array => toUtf8(printStructured(message))

/** Messages in the CloudEvents JSON batch format, as UTF-8. */
export const writeBatch = (messages: readonly Message[]): Uint8Array =>
  toUtf8(`[${messages.map(printStructured).join(',')}]`)

/** The message in a CloudEvents JSON text. Throws `UndecodableMessage` where it is none. */
export const readStructured = (json: string | Uint8Array): Message => messageOf(parseStructured(json))

/** The messages in a CloudEvents JSON batch. Throws `UndecodableMessage` where it is none, or where one of it is. */
export const readBatch = (json: string | Uint8Array): readonly Message[] => parseBatch(json).map(messageOf)

/** A CloudEvent in JSON, as text and parsed. */
export interface ParsedCloudEvent {
  readonly text: string
  readonly members: Readonly<Record<string, unknown>>
}

/** As `readStructured`, so far only parsed. */
export const parseStructured = (json: string | Uint8Array): ParsedCloudEvent => {
  const { text, value } = parse(json)
  if (isObject(value)) return { text, members: value }
  throw new UndecodableMessage('No CloudEvent: expected a JSON object')
}

/** As `readBatch`, so far only parsed. */
export const parseBatch = (json: string | Uint8Array): readonly ParsedCloudEvent[] => {
  const { text, value } = parse(json)
  if (!Array.isArray(value)) throw new UndecodableMessage('No batch of CloudEvents: expected a JSON array')
  const parts = jsonParts(text)
  return value.map((members: unknown, index) => {
    if (isObject(members)) return { text: parts[index]?.text ?? '', members }
    throw new UndecodableMessage(`No batch of CloudEvents: item ${index} is no JSON object`)
  })
}

/** All of a message but its data, which is left as it was parsed. */
export const contextOf = ({ members }: ParsedCloudEvent): Omit<Message, 'data'> => {
  const hasData = typeof members['data_base64'] === 'string' || Object.hasOwn(members, 'data')
  const reader = new AttributesReader()
  const isFiltered = isPolluted()
  for (const name in members) {
    if (name !== 'data' && !(isFiltered && !Object.hasOwn(members, name))) reader.put(name, members[name])
  }
  const read = reader.end()
  // In this format data without a content type is JSON; in another it must be said.
  const attributes =
    hasData && read.datacontenttype === undefined ? { ...read, datacontenttype: 'application/json' } : read
  const headers = headersIn(attributes)
  return headers === undefined ? { attributes } : { attributes, headers }
}

/** As `writeStructured`, before it is bytes. */
export const printStructured = ({ attributes, headers, data }: Message): string => {
  const needsHeaders = headers !== undefined && attributes[headersAttribute] === undefined
  const context = JSON.stringify(
    needsHeaders ? { ...textual(attributes), [headersAttribute]: headersText(headers) } : textual(attributes),
  )
  return data === undefined ? context : `${context.slice(0, -1)},${printData(data, attributes.datacontenttype)}}`
}

/** Bytes, of which there are seldom any, as their base64 text. */
const textual = (attributes: Attributes): Attributes => {
  if (!Object.values(attributes).some((value) => value instanceof Uint8Array)) return attributes
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? attributeText(value) : value,
  ])
  return Object.fromEntries(entries)
}

const member = (name: string, value: unknown) => `${JSON.stringify(name)}:${JSON.stringify(value)}`

/** JSON event format, section 3.1. */
const printData = (data: Uint8Array, contentType = 'application/json'): string => {
  const text = fromUtf8Exactly(data)
  if (text !== undefined && isJson(contentType) && isJsonText(text)) return `"data":${text}`
  if (text !== undefined && isText(contentType)) return member('data', text)
  return member('data_base64', Buffer.from(data).toString('base64'))
}

const isText = (contentType: string) => /^text\/(?!json$)|[/+]xml$/.test(mediaType(contentType))

const isJsonText = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const parse = (json: string | Uint8Array): { readonly text: string; readonly value: unknown } => {
  try {
    const text = (typeof json === 'string' ? json.replace(/^\uFEFF/, '') : fromUtf8(json)).trim()
    return { text, value: JSON.parse(text) }
  } catch (cause) {
    throw new UndecodableMessage(`No CloudEvent: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The message, whose JSON data is as it was written. */
export const messageOf = (parsed: ParsedCloudEvent): Message => {
  const context = contextOf(parsed)
  const data = dataOf(parsed)
  return data === undefined ? context : { ...context, data }
}

const dataOf = ({ text, members }: ParsedCloudEvent): Uint8Array | undefined => {
  const { data, data_base64: base64, datacontenttype = 'application/json' } = members
  if (typeof base64 === 'string') return new Uint8Array(Buffer.from(base64, 'base64'))
  if (!Object.hasOwn(members, 'data')) return undefined
  if (typeof data === 'string' && typeof datacontenttype === 'string' && !isJson(datacontenttype)) return toUtf8(data)
  return toUtf8(memberText(text, 'data'))
}

/** Of two members of one name the later counts, as `JSON.parse` has it. */
const memberText = (json: string, name: string): string =>
  jsonParts(json).findLast((part) => part.name === name)?.text ?? ''
