import { UndecodableMessage } from '../error/undecodable-message.js'
import { isAttributeName, isInteger32 } from '../event/context-check.js'
import type { Attributes, AttributeValue } from './message.js'
import { remembered } from './remembered.js'

/**
 * CloudEvents attributes as they came by a wire, read liberally: `null` is absence, names are made lower-case,
 * what cannot be an attribute name is left out, and a value of no type that CloudEvents knows is kept as its JSON
 * text. Throws `UndecodableMessage` where `id`, `source` or `type` is missing, or the version is not 1.
 */
export const readAttributes = (given: Iterable<readonly [name: string, value: unknown]>): Attributes => {
  const reader = new AttributesReader()
  for (const [name, value] of given) reader.put(name, value)
  return reader.end()
}

/** `readAttributes`, one by one. */
export class AttributesReader {
  readonly #attributes: Record<string, AttributeValue> = {}

  /** Each that CloudEvents defines by its name, which is several times as quick as by a variable. */
  put(given: string, value: unknown): void {
    if (value === null || value === undefined) return
    const attributes = this.#attributes
    switch (given) {
      case 'specversion':
        attributes['specversion'] = readCore(given, value)
        break
      case 'id':
        attributes['id'] = readCore(given, value)
        break
      case 'source':
        attributes['source'] = readCore(given, value)
        break
      case 'type':
        attributes['type'] = readCore(given, value)
        break
      case 'time':
        attributes['time'] = readCore(given, value)
        break
      case 'subject':
        attributes['subject'] = readCore(given, value)
        break
      case 'datacontenttype':
        attributes['datacontenttype'] = readCore(given, value)
        break
      default:
        this.#putOther(given, value)
    }
  }

  #putOther(given: string, value: unknown): void {
    const attributes = this.#attributes
    const { name, kind } = attributeOf(given)
    if (kind === undefined || (name !== given && attributes[name] !== undefined)) return
    attributes[name] = kind === 'core' ? readCore(name, value) : readExtension(value)
  }

  end(): Attributes {
    const attributes = this.#attributes
    const { specversion, id, source, type } = attributes
    if (specversion !== undefined && !String(specversion).startsWith('1.')) {
      throw new UndecodableMessage(`No CloudEvent of version 1: specversion is ${JSON.stringify(specversion)}`)
    }
    if (specversion === undefined || id === undefined || source === undefined || type === undefined) {
      const missing = required.filter((name) => attributes[name] === undefined)
      throw new UndecodableMessage(`No CloudEvent: without ${missing.join(', ')}`)
    }
    attributes['specversion'] = '1.0'
    return attributes as unknown as Attributes
  }
}

const required = ['specversion', 'id', 'source', 'type'] as const

const core = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'dataschema'])

/** The name in lower case, and what it names; `undefined` for what cannot be the name of an attribute. */
const attributeOf = remembered((given): { name: string; kind: 'core' | 'extension' | undefined } => {
  const name = given.toLowerCase()
  return { name, kind: !isAttributeName(name) ? undefined : core.has(name) ? 'core' : 'extension' }
})

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
