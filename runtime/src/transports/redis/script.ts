import { createHash } from 'node:crypto'
import { type Bytes, codeOf, type Reply } from './client.js'
import type { Link } from './link.js'

/** What the server does in one go, undisturbed by others. */
export interface Script {
  readonly text: string
  readonly digest: string
}

export function script(...parts: readonly string[]): Script {
  const text = parts.join('\n')
  return { text, digest: createHash('sha1').update(text).digest('hex') }
}

/** Sends the text only to a server that does not know it yet; it forgets at a restart. */
export async function run(
  link: Link,
  { text, digest }: Script,
  keys: readonly string[],
  more: readonly Bytes[],
  timeoutMs?: number,
): Promise<Reply> {
  const rest = [String(keys.length), ...keys, ...more]
  try {
    return await link.call(['EVALSHA', digest, ...rest], timeoutMs)
  } catch (error) {
    if (codeOf(error) !== 'NOSCRIPT') throw error
    return link.call(['EVAL', text, ...rest], timeoutMs)
  }
}
