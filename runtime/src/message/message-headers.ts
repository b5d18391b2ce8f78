import type { Message } from './message.js'

/**
 * The extension attribute that holds a message's own headers as the JSON text of an object: always in structured
 * mode and batches, and in binary mode where headers under their own names alone would not come back the same.
 */
export const headersAttribute = 'messageheaders'

export type MessageHeaders = Readonly<Record<string, unknown>>

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
    const headers: unknown = JSON.parse(text)
    return typeof headers === 'object' && headers !== null && !Array.isArray(headers) ? { ...headers } : undefined
  } catch {
    return undefined
  }
}

/**
 * A message's own headers, by the names that its event declares; all of them where it declares none. Names that
 * came by a wire are matched in any case, as several wires change it.
 */
export const headersOf = (message: Message, declared: readonly string[] | undefined): MessageHeaders => {
  const exact = headersIn(message.attributes)
  if (exact !== undefined) return exact
  const { headers = {} } = message
  if (declared === undefined) return headers
  const found: Record<string, unknown> = {}
  for (const name of declared) {
    const key = Object.hasOwn(headers, name)
      ? name
      : Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase())
    if (key !== undefined) Object.defineProperty(found, name, { value: headers[key], enumerable: true })
  }
  return found
}
