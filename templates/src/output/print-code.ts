import type { Code, CodePart, Declared, Either, Import, Specifier } from './code.js'
import { quoted } from './text.js'

/** As in our formatter's settings. */
const columns = 120

/** How the printing file knows what stands in other modules. */
export interface Scope {
  /** The local name of what it imports. */
  nameOf(imported: Import): string
  /** The specifier of a module, unquoted. */
  specifierOf(module: string): string
}

/** A scope in which everything goes by its own name. */
export const plainScope: Scope = { nameOf: ({ name }) => name, specifierOf: (module) => module }

export function printCode(piece: Code, scope: Scope = plainScope): string {
  const stack: Frame[] = [{ parts: piece.parts, at: 0, indent: '' }]
  let printed = ''
  let column = 0
  let indentDue = ''
  const write = (text: string) => {
    if (text === '') return
    printed += indentDue + text
    column += indentDue.length + text.length
    indentDue = ''
  }
  const writeLines = (text: string, indent: string) => {
    const [first = '', ...lines] = text.split('\n')
    write(first)
    for (const line of lines) {
      printed += '\n'
      column = 0
      indentDue = indent
      write(line)
    }
  }

  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const part = frame.parts[frame.at++]
    const { indent } = frame
    if (part === undefined) stack.pop()
    else if (typeof part === 'string') writeLines(part, indent)
    else if (isWord(part)) write(wordOf(part, scope))
    else if ('indent' in part) stack.push({ parts: part.parts, at: 0, indent: indent + part.indent })
    else stack.push({ parts: choose(part, stack, columns - column - indentDue.length, scope), at: 0, indent })
  }
  return printed
}

/** Parts being printed: the next one is `parts[at]`. */
interface Frame {
  readonly parts: readonly CodePart[]
  at: number
  readonly indent: string
}

/** Whether all of it, with what follows it up to the next line end, fits into `left` columns. */
function choose(part: Either, stack: readonly Frame[], left: number, scope: Scope): readonly CodePart[] {
  const own = { parts: part.oneLine, at: 0 }
  const ahead = [...stack.map(({ parts, at }) => ({ parts, at })), own]
  let inside = true
  for (let frame = ahead.at(-1); frame !== undefined && left >= 0; frame = ahead.at(-1)) {
    const next = frame.parts[frame.at++]
    if (next === undefined) {
      if (ahead.pop() === own) inside = false
    } else if (typeof next === 'string') {
      const end = next.indexOf('\n')
      if (end >= 0) return (part.hug || !inside) && end <= left ? part.oneLine : part.broken
      left -= next.length
    } else if (isWord(next)) left -= wordOf(next, scope).length
    else if ('indent' in next) ahead.push({ parts: next.parts, at: 0 })
    else ahead.push({ parts: inside ? next.oneLine : next.broken, at: 0 })
  }
  return left >= 0 ? part.oneLine : part.broken
}

const isWord = (part: Exclude<CodePart, string>): part is Import | Specifier | Declared =>
  'name' in part || 'specifier' in part || 'declares' in part

function wordOf(word: Import | Specifier | Declared, scope: Scope): string {
  if ('name' in word) return scope.nameOf(word)
  if ('declares' in word) return word.declares
  return quoted(scope.specifierOf(word.specifier))
}
