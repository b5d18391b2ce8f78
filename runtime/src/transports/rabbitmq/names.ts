import { createHash } from 'node:crypto'
import { tokenEncoder } from '../../transport/token.js'

/** Where an application's messages wait: names of queues, whatever the names in them hold. */
export const queueNames = (prefix: string) => ({
  /** Of one subscription. */
  events: (application: string | undefined, subscription: string) =>
    nameOf(prefix, 'events', application ?? '', subscription),
  /** The dead letters of all subscriptions of an application. */
  deadLetters: (application: string | undefined) => nameOf(prefix, 'dead', application ?? ''),
})

/** Which exists for as long as somebody works at the dead letters. */
export const lockOf = (queue: string): string => `${queue}.lock`

/** Its parts, dots between them; a very long one ends in a digest. */
function nameOf(...parts: readonly string[]): string {
  const name = parts.map(encode).join('.')
  const bytes = Buffer.from(name)
  if (bytes.length <= longest) return name
  // No half of a character at the end.
  const start = bytes
    .subarray(0, longest - 33)
    .toString()
    .replace(/\ufffd+$/, '')
  return `${start}.${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

/** The broker takes 255 bytes; the lock has a few more than its queue. */
const longest = 240

const encode = tokenEncoder('*#>')
