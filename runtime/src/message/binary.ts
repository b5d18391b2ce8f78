import type { Message } from './message.js'
import { headersAttribute, headersText } from './message-headers.js'
import { percentDecode, percentEncode } from './percent.js'
import { attributeText, readAttributes } from './read-attributes.js'

/** How a wire carries a message in binary mode: attributes as headers, data as the body. */
export interface BinaryForm {
  /** Before each attribute's name: `ce-`, `ce_`. */
  readonly prefix: string
  /** The header that holds `datacontenttype`, read in any case; absent where it is an attribute as the others. */
  readonly contentType?: string
  /** Whether attribute values are percent-encoded, as HTTP wants it. */
  readonly percentEncoded: boolean
  /** Whether a header of the message's own can travel as it is. */
  readonly carries: (name: string, value: string) => boolean
}

export interface BinaryMessage {
  readonly headers: Readonly<Record<string, string>>
  /** Absent where the event has no data. */
  readonly body?: Uint8Array
}

/**
 * A message in binary mode. Its own headers travel under their own names; where one cannot, or would not come back
 * the same, all of them travel in an attribute as well.
 */
export const writeBinary = ({ attributes, headers = {}, data }: Message, form: BinaryForm): BinaryMessage => {
  const written = new Map<string, string>()
  const put = (name: string, value: string) =>
    written.set(`${form.prefix}${name}`, form.percentEncoded ? percentEncode(value) : value)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue
    if (name === 'datacontenttype' && form.contentType !== undefined)
      written.set(form.contentType, attributeText(value))
    else put(name, attributeText(value))
  }
  let complete = true
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const carried = !isTaken(name, form) && form.carries(name, text)
    if (carried) written.set(name, text)
    if (!carried || typeof value !== 'string') complete = false
  }
  if (!complete) put(headersAttribute, attributeText(attributes[headersAttribute] ?? headersText(headers)))
  return { headers: Object.fromEntries(written), ...(data && { body: data }) }
}

/** The message in headers and body. Throws `UndecodableMessage` where an attribute that it needs is missing. */
export const readBinary = (
  { headers, body }: { readonly headers: Iterable<readonly [string, string]>; readonly body?: Uint8Array | undefined },
  form: BinaryForm,
): Message => {
  const attributes: [string, string][] = []
  const own: [string, string][] = []
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === form.contentType?.toLowerCase()) attributes.push(['datacontenttype', value])
    else if (!lower.startsWith(form.prefix)) own.push([name, value])
    else attributes.push([lower.slice(form.prefix.length), form.percentEncoded ? percentDecode(value) : value])
  }
  return {
    attributes: readAttributes(attributes),
    ...(own.length > 0 && { headers: Object.fromEntries(own) }),
    ...(body && { data: body }),
  }
}

const isTaken = (name: string, { prefix, contentType }: BinaryForm) =>
  name.toLowerCase().startsWith(prefix) || name.toLowerCase() === contentType?.toLowerCase()
