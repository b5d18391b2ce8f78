import type { AttributeValue, Message } from './message.js'
import { headersAttribute, headersIn, headersText, type MessageHeaders } from './message-headers.js'
import { percentDecode, percentEncode } from './percent.js'
import { AttributesReader, attributeText } from './read-attributes.js'
import { remembered } from './remembered.js'

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
export const writeBinary = ({ attributes, headers, data }: Message, form: BinaryForm): BinaryMessage => {
  const written: Record<string, string> = {}
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value !== undefined) putAttribute(written, name, value, form)
  }
  if (headers !== undefined && !writeOwn(headers, written, form)) {
    putAttribute(written, headersAttribute, attributes[headersAttribute] ?? headersText(headers), form)
  }
  return data === undefined ? { headers: written } : { headers: written, body: data }
}

/** Writes one attribute as the header that it is in this form. */
export const putAttribute = (
  written: Record<string, string>,
  name: string,
  value: AttributeValue,
  form: BinaryForm,
): void => {
  const text = typeof value === 'string' ? value : attributeText(value)
  if (name === 'datacontenttype' && form.contentType !== undefined) written[form.contentType] = text
  else written[namesOf(form).headerFor(name)] = form.percentEncoded ? percentEncode(text) : text
}

/** What names a form gives. There are few, and to make a text of one anew each time costs more than the rest. */
interface FormNames {
  /** The header for an attribute. */
  readonly headerFor: (attribute: string) => string
  /** The attribute in a header; none in one of the message's own. */
  readonly attributeIn: (header: string) => { readonly attribute?: string; readonly isContentType?: boolean }
}

const namesOf = (form: BinaryForm): FormNames => {
  const known = knownNames.get(form)
  if (known !== undefined) return known
  const names = createNames(form)
  knownNames.set(form, names)
  return names
}

const knownNames = new WeakMap<BinaryForm, FormNames>()

const createNames = ({ prefix, contentType }: BinaryForm): FormNames => ({
  headerFor: remembered((attribute) => `${prefix}${attribute}`),
  attributeIn: remembered((header) => {
    const lower = header.toLowerCase()
    if (lower === contentType?.toLowerCase()) return { attribute: 'datacontenttype', isContentType: true }
    return lower.startsWith(prefix) ? { attribute: lower.slice(prefix.length) } : {}
  }),
})

/** Whether all of them come back as they are. */
const writeOwn = (headers: MessageHeaders, written: Record<string, string>, form: BinaryForm): boolean => {
  let isComplete = true
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const isCarried = !isTaken(name, form) && form.carries(name, text)
    // A name may be __proto__, too.
    if (isCarried) Object.defineProperty(written, name, { value: text, ...ordinary })
    if (!isCarried || typeof value !== 'string') isComplete = false
  }
  return isComplete
}

const ordinary = { writable: true, enumerable: true, configurable: true }

/**
 * The message in headers and body; where its own headers travel in an attribute, these are they. Throws
 * `UndecodableMessage` where an attribute that it needs is missing.
 */
export const readBinary = (
  { headers, body }: { readonly headers: Iterable<readonly [string, string]>; readonly body?: Uint8Array | undefined },
  form: BinaryForm,
): Message => {
  const reader = new BinaryReader(form)
  for (const [name, value] of headers) reader.put(name, value)
  return reader.end(body)
}

/** `readBinary`, header by header. */
export class BinaryReader {
  readonly #attributes = new AttributesReader()
  readonly #attributeIn: FormNames['attributeIn']
  readonly #isEncoded: boolean
  #own: [string, string][] | undefined

  constructor(form: BinaryForm) {
    this.#attributeIn = namesOf(form).attributeIn
    this.#isEncoded = form.percentEncoded
  }

  put(name: string, value: string): void {
    const { attribute, isContentType } = this.#attributeIn(name)
    if (attribute !== undefined) {
      this.#attributes.put(attribute, this.#isEncoded && !isContentType ? percentDecode(value) : value)
    } else if (this.#own === undefined) this.#own = [[name, value]]
    else this.#own.push([name, value])
  }

  end(body: Uint8Array | undefined): Message {
    const attributes = this.#attributes.end()
    const headers = headersIn(attributes) ?? (this.#own && Object.fromEntries(this.#own))
    if (headers !== undefined) return body === undefined ? { attributes, headers } : { attributes, headers, data: body }
    return body === undefined ? { attributes } : { attributes, data: body }
  }
}

const isTaken = (name: string, { prefix, contentType }: BinaryForm) =>
  name.toLowerCase().startsWith(prefix) || name.toLowerCase() === contentType?.toLowerCase()
