import { UndecodableMessage } from '../error/undecodable-message.js'
import { jsonParts } from './json-parts.js'
import { isJson, mediaType } from './media-type.js'
import type { Message } from './message.js'
import { headersAttribute, headersIn, headersText } from './message-headers.js'
import { attributeText, readAttributes } from './read-attributes.js'
import { fromUtf8, fromUtf8Exactly, toUtf8 } from './utf8.js'

/** The content types of the JSON event format and the JSON batch format. */
export const structuredType = 'application/cloudevents+json'
export const batchType = 'application/cloudevents-batch+json'

/** A message in the CloudEvents JSON format 1.0.2, as UTF-8. JSON data is taken over byte for byte. */
export const writeStructured = (message: Message): Uint8Array => toUtf8(printStructured(message))

/** Messages in the CloudEvents JSON batch format, as UTF-8. */
export const writeBatch = (messages: readonly Message[]): Uint8Array =>
  toUtf8(`[${messages.map(printStructured).join(',')}]`)

/** The message in a CloudEvents JSON text. Throws `UndecodableMessage` where it is none. */
export const readStructured = (json: string | Uint8Array): Message => {
  const text = readJson(json)
  if (!text.startsWith('{')) throw new UndecodableMessage('No CloudEvent: expected a JSON object')
  return readParts(text)
}

/** The messages in a CloudEvents JSON batch. Throws `UndecodableMessage` where it is none, or where one of it is. */
export const readBatch = (json: string | Uint8Array): readonly Message[] => {
  const text = readJson(json)
  if (!text.startsWith('[')) throw new UndecodableMessage('No batch of CloudEvents: expected a JSON array')
  return jsonParts(text).map((part, index) => {
    if (part.text.startsWith('{')) return readParts(part.text)
    throw new UndecodableMessage(`No batch of CloudEvents: item ${index} is no JSON object`)
  })
}

const printStructured = ({ attributes, headers, data }: Message): string => {
  const members = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [member(name, value instanceof Uint8Array ? attributeText(value) : value)],
  )
  if (headers !== undefined && attributes[headersAttribute] === undefined) {
    members.push(member(headersAttribute, headersText(headers)))
  }
  if (data !== undefined) members.push(printData(data, attributes.datacontenttype))
  return `{${members.join(',')}}`
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

const readJson = (json: string | Uint8Array): string => {
  try {
    const text = (typeof json === 'string' ? json.replace(/^\uFEFF/, '') : fromUtf8(json)).trim()
    JSON.parse(text)
    return text
  } catch (cause) {
    throw new UndecodableMessage(`No CloudEvent: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

const readParts = (text: string): Message => {
  // Of two members of one name the later counts, as JSON.parse has it.
  const parts = new Map(jsonParts(text).map((part) => [part.name ?? '', part.text]))
  const data = readData(parts.get('data'), parts.get('data_base64'), readText(parts.get('datacontenttype')))
  parts.delete('data')
  const attributes = readAttributes([...parts].map(([name, value]) => [name, JSON.parse(value)]))
  const headers = headersIn(attributes)
  return {
    // In this format data without a content type is JSON; in another it must be said.
    attributes:
      data === undefined || attributes.datacontenttype !== undefined
        ? attributes
        : { ...attributes, datacontenttype: 'application/json' },
    ...(headers && { headers }),
    ...(data && { data }),
  }
}

const readText = (json: string | undefined): string | undefined => {
  const value: unknown = json === undefined ? undefined : JSON.parse(json)
  return typeof value === 'string' ? value : undefined
}

const readData = (json: string | undefined, base64: string | undefined, contentType = 'application/json') => {
  const bytes = readText(base64)
  if (bytes !== undefined) return new Uint8Array(Buffer.from(bytes, 'base64'))
  if (json === undefined) return undefined
  const text = isJson(contentType) ? undefined : readText(json)
  return toUtf8(text ?? json)
}
