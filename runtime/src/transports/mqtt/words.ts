import { fromUtf8Exactly, toUtf8 } from '../../message/utf8.js'

/** One level of a topic: what it cannot hold as `%XX`. Mosquitto takes neither control characters nor noncharacters. */
export const encodeLevel = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}+#/%]+/gu, percent)

/** The reverse, of levels that others wrote too. */
export const decodeLevel = (level: string): string =>
  level.replace(
    /(?:%[0-9A-Fa-f]{2})+/g,
    (part) => fromUtf8Exactly(Buffer.from(part.replaceAll('%', ''), 'hex')) ?? part,
  )

/** A name among others: as a level, never empty, and without what separates it. */
export const encodeName = (text: string): string => (text === '' ? '%' : encodeLevel(text).replaceAll('.', percent))

const percent = (part: string): string =>
  [...toUtf8(part)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
