import { Lexer } from 'yaml'

/** A text whose lines may stand further right than in the file. */
export interface Indented {
  readonly text: string
  /** How many columns a line (from 1) was moved. */
  moved(line: number): number
}

/** The lexer's sign that a flow collection ended for want of indentation. */
const cutShort = '\u0018'
const controls = new Set(['\u0002', '\u001f', cutShort, '\ufeff'])
const mostCollections = 100

/**
 * The text with the lines of `{ … }` and `[ … ]` moved to where YAML wants them, further right than what they belong to.
 * JSON pasted into YAML mostly stands further left, and other readers take it.
 */
export function indentFlow(text: string): Indented {
  let lines = text.split('\n')
  const moved = new Map<number, number>()
  for (let count = 0; count < mostCollections; count++) {
    const start = firstCutShort(lines.join('\n'))
    if (start === undefined) break
    const end = lineOfEnd(lines, start.line, start.depth)
    if (end === undefined) break
    const pad = start.indent + 1
    lines = lines.map((line, at) => (at >= start.line && at <= end ? ' '.repeat(pad) + line : line))
    for (let at = start.line; at <= end; at++) moved.set(at + 1, (moved.get(at + 1) ?? 0) + pad)
  }
  return { text: lines.join('\n'), moved: (line) => moved.get(line) ?? 0 }
}

/** The line (from 0) at which a collection was cut short, how deep it was, and the indentation of its first line. */
function firstCutShort(text: string): { line: number; depth: number; indent: number } | undefined {
  let offset = 0
  let depth = 0
  let begin = 0
  for (const token of new Lexer().lex(text)) {
    if (token === cutShort) {
      const before = text.slice(0, begin)
      const first = text.slice(before.lastIndexOf('\n') + 1)
      return { line: text.slice(0, offset).split('\n').length - 1, depth, indent: first.search(/\S|$/) }
    }
    if (token === '{' || token === '[') {
      if (depth === 0) begin = offset
      depth += 1
    } else if (token === '}' || token === ']') depth -= 1
    if (!controls.has(token)) offset += token.length
  }
  return undefined
}

/** The line on which as many collections have ended as were open at the beginning of the first. */
function lineOfEnd(lines: readonly string[], from: number, open: number): number | undefined {
  let depth = open
  for (let at = from; at < lines.length; at++) {
    const bare = (lines[at] ?? '').replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*$/g, '')
    for (const sign of bare) depth += sign === '{' || sign === '[' ? 1 : sign === '}' || sign === ']' ? -1 : 0
    if (depth <= 0) return at
  }
  return undefined
}
