import { fromUtf8Exactly, toUtf8 } from '../../message/utf8.js'

/** One token of a subject: what it cannot hold as `%XX`, and `%` alone for nothing at all. */
export const encodeToken = (text: string): string =>
  text === ''
    ? '%'
    : text.replace(/[\p{Cc}\p{Z}.*>%]+/gu, (part) =>
        [...toUtf8(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
      )

/** The reverse, of tokens that others wrote too. */
export const decodeToken = (token: string): string =>
  token === '%'
    ? ''
    : token.replace(
        /(?:%[0-9A-Fa-f]{2})+/g,
        (part) => fromUtf8Exactly(Buffer.from(part.replaceAll('%', ''), 'hex')) ?? part,
      )
