import type { Spot } from './intake.js'
import { scanJson } from './scan-json.js'

/** Where the value stands that a pointer leads to, or the one nearest to it that is there. */
export function offsetOf(text: string, pointer: string): number {
  const tokens = pointer.split('/').slice(1)
  const wanted = tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  let offset = 0
  let depth = -1
  scanJson(text, (path, start) => {
    // Of two members of one name the later counts, as JSON.parse has it.
    if (path.length < depth || path.length > wanted.length) return
    if (!path.every((token, index) => String(token) === wanted[index])) return
    offset = start
    depth = path.length
  })
  return offset
}

/** Line and column of an offset in a text that begins somewhere in a file. */
export function spotAt(text: string, offset: number, { line, column }: Spot): Spot {
  const before = text.slice(0, offset)
  const last = before.lastIndexOf('\n')
  if (last < 0) return { line, column: column + offset }
  return { line: line + before.split('\n').length - 1, column: offset - last }
}
