import { isUtf8 } from 'node:buffer'
import type { Intake } from './intake.js'

/** The text of bytes; where they are no UTF-8, that is told, and there is none. */
export function textOf(bytes: Buffer, line: number, intake: Pick<Intake, 'problem'>): string | undefined {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const offset = firstInvalid(bytes)
  const before = bytes.subarray(0, offset).toString('utf8').split('\n')
  const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`
  intake.problem('not-utf8', `the byte ${byte} at offset ${offset} of the text is no UTF-8; expected UTF-8`, {
    line: line + before.length - 1,
    column: (before.at(-1) ?? '').length + 1,
  })
  return undefined
}

/** Where the first byte stands that belongs to no character. */
function firstInvalid(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    const offset = Buffer.byteLength(text.slice(0, at))
    // Written as itself, the character is three bytes of its own.
    const isItself = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd
    if (!isItself) return offset
  }
  return 0
}
