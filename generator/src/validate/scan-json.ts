/** Where a JSON text ceases to be one. */
export interface Fault {
  /** In UTF-16 code units. */
  readonly offset: number
  /** What stands there, and what was expected. */
  readonly message: string
}

/**
 * Told of each value: the keys and indices that lead to it, its first character and, of text, numbers and constants,
 * the end. The path is one array for all: whoever keeps it copies it.
 */
export type VisitValue = (path: readonly (string | number)[], start: number, end: number) => void

/**
 * Walks through a JSON text (RFC 8259) without making values of it, as deep as it goes. `JSON.parse` is what reads
 * events: this is for saying where something stands, once it is known that something is wrong.
 */
export function scanJson(text: string, visit: VisitValue = () => {}): Fault | undefined {
  const path: (string | number)[] = []
  const closers: ('}' | ']')[] = []
  let at = 0
  let expects: 'value' | 'name' | 'more' = 'value'
  let mayClose = false

  for (;;) {
    at = after(space, text, at)
    const character = text[at]
    const closer = closers.at(-1)
    if (character === undefined) {
      if (closer === undefined && expects === 'more') return undefined
      return fault(at, 'the text ends', closer === undefined ? 'a value' : JSON.stringify(closer))
    }
    if (character === closer && (expects === 'more' || mayClose)) {
      closers.pop()
      path.pop()
      at++
      expects = 'more'
    } else if (expects === 'more') {
      if (closer === undefined) return fault(at, `${shown(text, at)} follows the value`, 'nothing more')
      if (character !== ',') return fault(at, `${shown(text, at)} stands here`, `"," or ${JSON.stringify(closer)}`)
      at++
      const last = path.at(-1)
      if (typeof last === 'number') path[path.length - 1] = last + 1
      expects = closer === '}' ? 'name' : 'value'
    } else if (character === closer) return fault(at, `${shown(text, at)} follows a comma`, 'no comma before it')
    else if (expects === 'name') {
      const end = afterText(text, at)
      if (end === at) return fault(at, `${shown(text, at)} stands here`, 'a name in double quotes')
      const colon = after(space, text, end)
      if (text[colon] !== ':')
        return fault(colon, colon < text.length ? `${shown(text, colon)} follows a name` : 'the text ends', '":"')
      path[path.length - 1] = JSON.parse(text.slice(at, end)) as string
      at = colon + 1
      expects = 'value'
    } else if (character === '{' || character === '[') {
      visit(path, at, at + 1)
      closers.push(character === '{' ? '}' : ']')
      path.push(character === '{' ? '' : 0)
      at++
      expects = character === '{' ? 'name' : 'value'
      mayClose = true
      continue
    } else {
      const end = character === '"' ? afterText(text, at) : after(scalar, text, at)
      if (end === at) return fault(at, `${shown(text, at)} stands here`, 'a JSON value')
      visit(path, at, end)
      at = end
      expects = 'more'
    }
    mayClose = false
  }
}

const space = /[ \t\r\n]*/y
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9])|true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y

/** The end of quoted text, or its beginning where it is none. A loop: patterns run out of stack on long text. */
function afterText(text: string, start: number): number {
  if (text[start] !== '"') return start
  for (let at = start + 1; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    const end = code === 0x5c ? after(escaped, text, at) : at + 1
    if (code < 0x20 || end === at) return start
    at = end
  }
  return start
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function shown(text: string, at: number): string {
  if (at >= text.length) return 'the end'
  if (text[at] === '"') return 'quoted text that does not end, or holds what must be escaped,'
  return JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))
}

const fault = (offset: number, found: string, expected: string): Fault => ({
  offset,
  message: `${found}; expected ${expected}`,
})
