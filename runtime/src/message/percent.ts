import { UndecodableMessage } from '../error/undecodable-message.js'
import { fromUtf8Exactly, toUtf8 } from './utf8.js'

/** HTTP protocol binding 1.0.2, section 3.1.3.2: what is no visible ASCII, and space, `"` and `%`, as `%XX`. */
export const percentEncode = (text: string): string => (isVisible(text) ? text : encoded(text))

const isVisible = (text: string): boolean => {
  if (text.length > long) return !other.test(text)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x21 || code > 0x7e || code === 0x22 || code === 0x25) return false
  }
  return true
}

/** To here, a loop costs no more than calling a pattern. */
const long = 20

/** What is no visible ASCII, and space, `"` and `%`. */
const other = /[^\x21\x23\x24\x26-\x7e]/

const encoded = (text: string): string =>
  text.replace(/[^\x21\x23\x24\x26-\x7e]+/g, (part) =>
    [...toUtf8(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )

/** The reverse, once; takes quoted strings and lone `%` as well. Throws `UndecodableMessage` for invalid UTF-8. */
export const percentDecode = (text: string): string => {
  if (text.charCodeAt(0) !== quote && !text.includes('%')) return text
  const bare = /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text
  return bare.replace(/(?:%[0-9A-Fa-f]{2})+/g, (part) => {
    // Exactly: a byte-order mark is a character of the text here.
    const decoded = fromUtf8Exactly(Buffer.from(part.replaceAll('%', ''), 'hex'))
    if (decoded !== undefined) return decoded
    throw new UndecodableMessage(`No CloudEvent: ${part} in a header is no UTF-8`)
  })
}

const quote = 0x22
