import { createHash } from 'node:crypto'
import { toUtf8 } from '../../message/utf8.js'

/**
 * The name of a stream or consumer: its parts joined by `__`. What such a name cannot hold is `_` and its hexadecimal
 * bytes, so that no two lists of parts have one name. A very long one ends in a digest.
 */
export function nameOf(...parts: readonly string[]): string {
  const name = parts.map(encode).join('__')
  if (name.length <= longest) return name
  return `${name.slice(0, longest - 34)}__${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

/** The server makes folders of them, and takes 255 characters at most. */
const longest = 200

const encode = (part: string) =>
  part.replace(/[^A-Za-z0-9-]/gu, (character) =>
    character === '*'
      ? '_any'
      : [...toUtf8(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  )
