import { fromUtf8Exactly, toUtf8 } from '../message/utf8.js'

/**
 * One word of where a broker that routes by words has an address: what it cannot hold as `%XX`, and `%` alone for
 * nothing at all. Dots separate words, `%` is ours; `wildcards` are the broker's, such as `*` and `>`.
 */
export function tokenEncoder(wildcards: string): (text: string) => string {
  const reserved = new RegExp(`[\\p{Cc}\\p{Z}.%${wildcards}]+`, 'gu')
  return (text) => (text === '' ? '%' : text.replace(reserved, percentBytes))
}

const percentBytes = (part: string): string =>
  [...toUtf8(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** The reverse, of tokens that others wrote too. */
export const decodeToken = (token: string): string =>
  token === '%'
    ? ''
    : token.replace(
        /(?:%[0-9A-Fa-f]{2})+/g,
        (part) => fromUtf8Exactly(Buffer.from(part.replaceAll('%', ''), 'hex')) ?? part,
      )
