import { createHash } from 'node:crypto'
import { toUtf8 } from '../../message/utf8.js'

/** What Kafka takes as the name of a topic. */
const longest = 249

/** A name under the prefix; a very long one ends in a digest. */
export function named(prefix: string, text: string): string {
  const name = prefix === '' ? text : `${prefix}.${text}`
  if (name.length <= longest) return name
  return `${name.slice(0, longest - 34)}__${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

/**
 * The name of a channel's topic. Whatever can be the name of a topic is its own; each other byte is written `_XX`, and so
 * is an underscore that would read as one. No two addresses have one name, and no address one of ours.
 */
export function encodeAddress(address: string): string {
  const text = address === '' ? '_00' : encode(address)
  return /^(?:tidings\.|\.{1,2}$)/.test(text) ? `${escapeByte(text.charCodeAt(0))}${text.slice(1)}` : text
}

/** One of several parts that a dot separates; they are told apart whatever they hold. */
export const encodePart = (part: string): string =>
  part === '' ? '_' : part === '_' ? '_5F' : encode(part).replaceAll('.', '_2E')

const encode = (text: string) =>
  text.replace(/_(?=[0-9A-F]{2})|[^A-Za-z0-9._-]/gu, (character) => [...toUtf8(character)].map(escapeByte).join(''))

const escapeByte = (byte: number) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`
