import type { Message } from './message.js'
import { percentDecode } from './percent.js'

/**
 * The extension attribute that holds a message's own headers as the JSON text of an object: always in structured
 * mode and batches, and in binary mode where headers under their own names alone would not come back the same.
 */
export const headersAttribute = 'messageheaders'

export type MessageHeaders = Readonly<Record<string, unknown>>

/** The text of that attribute. What may stand in no attribute (CloudEvents 1.0.2, "Type System") is escaped. */
export const headersText = (headers: MessageHeaders): string =>
  JSON.stringify(headers).replaceAll(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  )

const escaped = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`

/** Whether headers that travel as text under their own names come back as they were. */
export const areTextAlone = (headers: MessageHeaders, declared: readonly string[] = []): boolean => {
  const names = new Set(declared.map((name) => name.toLowerCase()))
  return (
    names.size === declared.length &&
    Object.entries(headers).every(([name, value]) => typeof value === 'string' && declared.includes(name))
  )
}

/** The headers that stand in an attribute, if they do. */
export const headersIn = (attributes: Message['attributes']): MessageHeaders | undefined => {
  const text = attributes[headersAttribute]
  if (typeof text !== 'string') return undefined
  try {
    // Some receivers, the `cloudevents` package among them, leave what they get by HTTP percent-encoded.
    const headers: unknown = JSON.parse(text.startsWith('{%') ? percentDecode(text) : text)
    return typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? { ...headers } : undefined
  } catch {
    return undefined
  }
}

/** The headers of these names, in whatever case a wire brought them; what else it brought is left out. */
export const headersNamed = (names: readonly string[], headers: MessageHeaders): MessageHeaders => {
  const found: Record<string, unknown> = {}
  for (const name of names) {
    const key = Object.hasOwn(headers, name)
      ? name
      : Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase())
    if (key !== undefined) Object.defineProperty(found, name, { value: headers[key], enumerable: true })
  }
  return found
}
