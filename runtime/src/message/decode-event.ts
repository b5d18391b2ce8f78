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
import { ownParsed } from '../event/own-parsed.js'
import { pointerTo } from '../event/pointer.js'
import type { Attributes, Message } from './message.js'
import { headersIn, headersNamed, type MessageHeaders } from './message-headers.js'
import { contextOf, messageOf, type ParsedCloudEvent } from './structured.js'
import { fromUtf8 } from './utf8.js'

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
  if (message.attributes.type !== type) {
    throw new UndecodableMessage(`${name} is of type ${type}, and the message of type ${message.attributes.type}`)
  }
  const problems: Violation[] = []
  const data = readData(codec, message, reportIn('data', problems))
  return eventWith(eventClass, message, data, mode, problems)
}

/** As `decodeEvent`, for a whole CloudEvent in JSON: its data need not be parsed again. */
export const decodeParsed = <E extends AnyEvent>(
  classOf: (type: string) => EventClass<E>,
  parsed: ParsedCloudEvent,
  mode: ValidationMode = 'strict',
): E => {
  const context = contextOf(parsed)
  const eventClass = classOf(context.attributes.type)
  const { codec } = eventClass.descriptor
  const { data, data_base64: base64 } = parsed.members
  const isHad =
    data !== undefined &&
    base64 === undefined &&
    codec.hasData &&
    codec.parses?.(context.attributes.datacontenttype ?? '')
  return isHad && ownParsed(data)
    ? eventWith(eventClass, context, data, mode)
    : decodeEvent(eventClass, messageOf(parsed), mode)
}

/** The event of a message whose data was read, and frozen through and through. */
const eventWith = <E extends AnyEvent>(
  eventClass: EventClass<E>,
  message: Omit<Message, 'data'>,
  data: unknown,
  mode: ValidationMode,
  problems: Violation[] = [],
): E => {
  const { descriptor } = eventClass
  const { codec, name, type } = descriptor
  const { attributes } = message
  const found = codec.hasHeaders ? readHeaders(descriptor, message, data, mode) : undefined
  const own = found && ownCopy(found, reportIn('headers', problems))
  const headers = codec.hasHeaders && problems.length === 0 ? asTyped(codec, data, own as MessageHeaders, mode) : own
  const violations = problems.length === 0 ? codec.check(data, headers, mode) : problems
  if (violations !== undefined) throw new InvalidEvent(name, violations)
  const fields = {
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
  }
  return restoreEvent(eventClass, fields, mode)
}

const reportIn =
  (part: Violation['in'], problems: Violation[]): Report =>
  (pointer, message, keyword) =>
    problems.push({ in: part, pointer, message, keyword })

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
  if (data !== undefined) {
    const { datacontenttype } = attributes
    const parsed = codec.parses?.(datacontenttype ?? codec.contentType) ? parse(data) : undefined
    return parsed !== undefined && ownParsed(parsed) ? parsed : ownCopy(codec.decode(data, datacontenttype), report)
  }
  report('', 'Invalid data: expected some but received none', 'required')
  return undefined
}

/** The short way for what is in order; whatever is not is left to the codec, and to its words. */
const parse = (json: Uint8Array): unknown => {
  try {
    return JSON.parse(fromUtf8(json))
  } catch {
    return undefined
  }
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
    const values = Object.entries(typed).map(([name, value]) => [name, wrong.includes(name) ? asParsed(value) : value])
    if (values.every(([name, value]) => value === typed[name as string])) return typed
    typed = ownCopy(Object.fromEntries(values), () => {}) as MessageHeaders
  }
  return typed
}

const asParsed = (value: unknown): unknown => {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value
  } catch {
    return value
  }
}

const extensionsOf = (attributes: Attributes) => {
  const extensions: Record<string, string | number | boolean> = {}
  for (const name in attributes) {
    if (isCore(name) || !isExtensionName(name) || !Object.hasOwn(attributes, name)) continue
    const value = attributes[name]
    if (value !== undefined)
      extensions[name] = value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  }
  return Object.freeze(extensions)
}

/** A chain of comparisons, for nearly every attribute is one of these. */
const isCore = (name: string): boolean =>
  name === 'specversion' ||
  name === 'id' ||
  name === 'source' ||
  name === 'type' ||
  name === 'time' ||
  name === 'subject' ||
  name === 'datacontenttype'
