import { UndecodableMessage } from '../../error/undecodable-message.js'
import { mediaType } from '../../message/media-type.js'
import type { Message } from '../../message/message.js'
import { headersAttribute, headersIn, headersText } from '../../message/message-headers.js'
import { percentDecode, percentEncode } from '../../message/percent.js'
import { AttributesReader, attributeText } from '../../message/read-attributes.js'
import { remembered } from '../../message/remembered.js'
import { readStructured, structuredType, writeStructured } from '../../message/structured.js'
import type { Trace } from '../../transport/holding.js'
import { isOwn, own } from './property-names.js'
import type { Publication } from './publication.js'

/** A message as MQTT carries it. */
export interface MqttWire {
  /** The property Content Type. */
  readonly contentType?: string | undefined
  /** The User Properties. */
  readonly properties: readonly Property[]
  readonly body: Uint8Array
}

type Property = readonly [name: string, value: string]

export interface WireParts {
  readonly message: Message
  readonly key?: string | undefined
  readonly trace?: Trace | undefined
}

/**
 * CloudEvents, MQTT protocol binding 1.0.2: in binary mode attributes are User Properties of their very names and
 * `datacontenttype` is the Content Type; in structured mode the payload is all. What no property can hold goes
 * structured.
 */
export function writeWire({ message, key, trace }: WireParts, mode: 'binary' | 'structured'): MqttWire {
  const binary = mode === 'binary' ? writeBinary(message) : undefined
  const { contentType, properties, body } = binary ?? {
    contentType: structuredType,
    properties: [],
    body: writeStructured(message),
  }
  const beside: Property[] = []
  if (key !== undefined && String(message.attributes['partitionkey']) !== key)
    beside.push([own.key, percentEncode(key)])
  if (trace !== undefined) beside.push([own.traceparent, percentEncode(trace.traceparent)])
  if (trace?.tracestate !== undefined) beside.push([own.tracestate, percentEncode(trace.tracestate)])
  return { contentType, properties: beside.length > 0 ? [...properties, ...beside] : properties, body }
}

/**
 * Also what others write: attributes with `ce-` before them, the content type as a User Property, and JSON of a
 * CloudEvent without anything beside it, as MQTT 3.1.1 carries it. Throws `UndecodableMessage` for what is none.
 */
export function readMessage({ contentType, properties, body }: MqttWire): Message {
  const type = mediaType(contentType ?? '')
  if (type.startsWith('application/cloudevents-batch')) {
    throw new UndecodableMessage('No CloudEvent but a batch, which MQTT does not carry')
  }
  if (type.startsWith('application/cloudevents')) return readStructured(body)
  if (properties.some(([name]) => isTelling(kindOf(name)))) return readBinary(properties, contentType, body)
  if (body[0] === openingBrace) return readStructured(body)
  throw new UndecodableMessage('No CloudEvent: neither its attributes as User Properties nor its content type')
}

export function readTrace(properties: MqttWire['properties']): Trace | undefined {
  const traceparent = propertyOf(properties, own.traceparent)
  const tracestate = propertyOf(properties, own.tracestate)
  return traceparent === undefined ? undefined : { traceparent, ...(tracestate !== undefined && { tracestate }) }
}

/** Ours, else the event's. */
export function readKey(properties: MqttWire['properties'], message: Message | undefined): string | undefined {
  const key = propertyOf(properties, own.key)
  if (key !== undefined) return key
  const attribute = message?.attributes['partitionkey']
  return attribute === undefined ? undefined : String(attribute)
}

/** The value of a property of ours. */
export function propertyOf(properties: MqttWire['properties'], name: string): string | undefined {
  const value = properties.find(([other]) => other === name)?.[1]
  return value === undefined ? undefined : decodeValue(value)
}

export function decodeValue(value: string): string {
  try {
    return percentDecode(value)
  } catch {
    // Not written by us.
    return value
  }
}

/** A message as it is published. */
export const publicationOf = (topic: string, { contentType, properties, body }: MqttWire): Publication => ({
  topic,
  payload: body,
  contentType,
  properties,
})

/** `undefined` where a property could not hold what it is to say. */
function writeBinary({ attributes, headers, data = nothing }: Message): MqttWire | undefined {
  const properties: Property[] = []
  let isFitting = true
  const put = (name: string, value: string) => {
    properties.push([name, value])
    isFitting &&= fits(value)
  }
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value !== undefined && name !== 'datacontenttype') put(name, attributeText(value))
  }
  if (headers !== undefined) {
    let isComplete = true
    for (const [name, value] of Object.entries(headers)) {
      if (typeof value === 'string' && isHeaderName(name) && fits(value)) properties.push([name, value])
      else isComplete = false
    }
    if (!isComplete && attributes[headersAttribute] === undefined) put(headersAttribute, headersText(headers))
  }
  const { datacontenttype } = attributes
  if (!isFitting || (datacontenttype !== undefined && !fits(datacontenttype))) return undefined
  return { contentType: datacontenttype, properties, body: data }
}

/** What is an attribute by its name is one; whatever has another name is a header of the message's own. */
function readBinary(properties: readonly Property[], contentType: string | undefined, body: Uint8Array): Message {
  const reader = new AttributesReader()
  const others: Property[] = []
  let told: string | undefined
  for (const [given, value] of properties) {
    const { kind, name } = kindOf(given)
    if (kind === 'attribute') reader.put(name, value)
    else if (kind === 'content-type') told ??= value
    else if (kind === 'header') others.push([name, value])
  }
  const attributes = reader.end()
  const datacontenttype = contentType ?? attributes.datacontenttype ?? told
  const headers = headersIn(attributes) ?? (others.length > 0 ? Object.fromEntries(others) : undefined)
  return {
    attributes: datacontenttype === undefined ? attributes : { ...attributes, datacontenttype },
    ...(headers && { headers }),
    // MQTT cannot tell an empty payload from none.
    ...(body.length > 0 && { data: body }),
  }
}

interface Kind {
  readonly kind: 'own' | 'attribute' | 'content-type' | 'header'
  /** Without the prefix that some put there, of other wires. */
  readonly name: string
}

/** CloudEvents 1.0.2, section "Attribute Naming Convention". */
const kindOf = remembered((given): Kind => {
  if (isOwn(given)) return { kind: 'own', name: given }
  const name = /^ce[-_][a-z0-9]+$/i.test(given) ? given.slice(3).toLowerCase() : given
  if (name.toLowerCase() === 'content-type') return { kind: 'content-type', name }
  return { kind: /^[a-z0-9]+$/.test(name) ? 'attribute' : 'header', name }
})

/** That there is a CloudEvent. */
const isTelling = ({ kind, name }: Kind): boolean => kind === 'attribute' && (name === 'specversion' || name === 'id')

/** One that comes back as it was. */
const isHeaderName = (name: string): boolean => {
  const found = kindOf(name)
  return name !== '' && found.kind === 'header' && found.name === name && fits(name)
}

/** MQTT 5.0, section 1.5.4: at most 65,535 bytes of UTF-8, without what Mosquitto does not take either. */
const fits = (text: string): boolean =>
  isPlain(text) || (!/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text) && Buffer.byteLength(text) <= 65_535)

/** Short and of printable ASCII, as most are: a loop costs less than a pattern then. */
function isPlain(text: string): boolean {
  if (text.length > 200) return false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

const nothing = new Uint8Array(0)
const openingBrace = 0x7b
