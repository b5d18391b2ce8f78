import type { Codec, Violation } from '../codec/codec.js'
import type { ValidationMode } from '../codec/validate.js'
import { InvalidEvent } from '../error/invalid-event.js'
import { UndecodableMessage } from '../error/undecodable-message.js'
import type { AnyEvent } from '../event/any-event.js'
import { isExtensionName } from '../event/context-check.js'
import { restoreEvent } from '../event/event.js'
import type { EventClass } from '../event/event-class.js'
import type { EventDescriptor } from '../event/event-descriptor.js'
import { ownCopy, type Report } from '../event/own-copy.js'
import { pointerTo } from '../event/pointer.js'
import type { Attributes, Message } from './message.js'
import { headersIn, headersNamed, type MessageHeaders } from './message-headers.js'

/**
 * The event in a message. Throws `UndecodableMessage` where the data is not what its content type says,
 * `UnsupportedContentType` where the codec does not read that, `InvalidEvent` where data or headers are not what
 * the contract says. `tolerant` lets undeclared properties of a newer producer pass, and keeps them.
 */
export const decodeEvent = <E extends AnyEvent>(
  eventClass: EventClass<E>,
  message: Message,
  mode: ValidationMode = 'strict',
): E => {
  const { codec, name, type } = eventClass.descriptor
  const { attributes } = message
  if (attributes.type !== type) {
    throw new UndecodableMessage(`${name} is of type ${type}, and the message of type ${attributes.type}`)
  }
  const problems: Violation[] = []
  const within =
    (part: Violation['in']): Report =>
    (pointer, text, keyword) =>
      problems.push({ in: part, pointer, message: text, keyword })

  const data = readData(codec, message, within('data'))
  const found = codec.hasHeaders ? readHeaders(eventClass.descriptor, message, data, mode) : undefined
  const own = found && ownCopy(found, within('headers'))
  const headers = codec.hasHeaders && problems.length === 0 ? asTyped(codec, data, own as MessageHeaders, mode) : own
  if (problems.length === 0) problems.push(...(codec.check(data, headers, mode) ?? []))
  if (problems.length > 0) throw new InvalidEvent(name, problems)
  return restoreEvent(eventClass, {
    id: attributes.id,
    source: attributes.source,
    type,
    time: attributes.time,
    subject: attributes.subject,
    datacontenttype: codec.hasData ? (attributes.datacontenttype ?? codec.contentType) : undefined,
    dataschema: attributes.dataschema,
    data,
    headers,
    extensions: extensionsOf(attributes),
  })
}

/** Those of the attribute, else those by the names that the contract declares. */
const readHeaders = (
  { codec, headers: declared }: EventDescriptor,
  { attributes, headers = {} }: Message,
  data: unknown,
  mode: ValidationMode,
): MessageHeaders => {
  const exact = headersIn(attributes)
  if (exact !== undefined) return exact
  if (declared !== undefined) return headersNamed(declared, headers)
  // Nothing tells them from what else a wire brought: they are taken only where the event is nothing without.
  const isNeeded = (codec.check(data, {}, mode) ?? []).some((problem) => problem.in === 'headers')
  return isNeeded ? headers : {}
}

const readData = (codec: Codec, { attributes, data }: Message, report: Report) => {
  if (!codec.hasData) return undefined
  if (data !== undefined) return ownCopy(codec.decode(data, attributes.datacontenttype), report)
  report('', 'Invalid data: expected some but received none', 'required')
  return undefined
}

/**
 * Foreign producers send headers as text alone: where the schema wants something else, the text is read as JSON. A
 * validator may tell of one problem at a time.
 */
const asTyped = (codec: Codec, data: unknown, headers: MessageHeaders, mode: ValidationMode): MessageHeaders => {
  let typed = headers
  for (let left = Object.keys(headers).length; left > 0; left--) {
    const names = Object.keys(typed)
    const wrong = (codec.check(data, typed, mode) ?? []).flatMap((problem) =>
      problem.in === 'headers' ? names.filter((name) => problem.pointer === pointerTo([name])) : [],
    )
    const values = Object.entries(typed).map(([name, value]) => [name, wrong.includes(name) ? parsed(value) : value])
    if (values.every(([name, value]) => value === typed[name as string])) return typed
    typed = ownCopy(Object.fromEntries(values), () => {}) as MessageHeaders
  }
  return typed
}

const parsed = (value: unknown): unknown => {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value
  } catch {
    return value
  }
}

const extensionsOf = (attributes: Attributes) => {
  const extensions: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || !isExtensionName(name)) continue
    extensions[name] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  }
  return Object.freeze(extensions)
}
