import { UndecodableMessage } from '../error/undecodable-message.js'
import { isAttributeName, isInteger32 } from '../event/context-check.js'
import type { Attributes, AttributeValue } from './message.js'

/**
 * CloudEvents attributes as they came by a wire, read liberally: `null` is absence, names are made lower-case,
 * what cannot be an attribute name is left out, and a value of no type that CloudEvents knows is kept as its JSON
 * text. Throws `UndecodableMessage` where `id`, `source` or `type` is missing, or the version is not 1.
 */
export const readAttributes = (given: Iterable<readonly [name: string, value: unknown]>): Attributes => {
  const attributes: Record<string, AttributeValue> = {}
  for (const [name, value] of given) {
    const known = name.toLowerCase()
    if (value === null || value === undefined || !isAttributeName(known)) continue
    if (known !== name && attributes[known] !== undefined) continue
    attributes[known] = core.has(known) ? readCore(known, value) : readExtension(value)
  }
  const { specversion } = attributes
  if (specversion !== undefined && !String(specversion).startsWith('1.')) {
    throw new UndecodableMessage(`No CloudEvent of version 1: specversion is ${JSON.stringify(specversion)}`)
  }
  const missing = ['specversion', 'id', 'source', 'type'].filter((name) => attributes[name] === undefined)
  if (missing.length > 0) throw new UndecodableMessage(`No CloudEvent: without ${missing.join(', ')}`)
  return { ...attributes, specversion: '1.0' } as Attributes
}

const core = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'dataschema'])

const readCore = (name: string, value: unknown): string => {
  if (typeof value === 'string' && value !== '') return value
  throw new UndecodableMessage(`No CloudEvent: ${name} is ${JSON.stringify(value)}, expected text`)
}

const readExtension = (value: unknown): AttributeValue => {
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof Uint8Array) return value
  if (typeof value === 'number' && isInteger32(value)) return value
  return JSON.stringify(value)
}

/** Section "Type System": the canonical text of a value. */
export const attributeText = (value: AttributeValue): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value)
