/**
 * A piece of TypeScript that knows what it refers to. It is made by the `code` tag and by the few functions
 * beside it (`string`, `literal`, `doc`, `imported`, `identifier`), and by nothing else: text of a contract
 * never becomes code by being pasted.
 */
export interface Code {
  readonly parts: readonly CodePart[]
}

/** Text as it stands, or a name that the printing file has to import (or declares itself). */
export type CodePart = string | Import

/** A name that another module exports. */
export interface Import {
  /** A package (`@tidings/runtime/sdk/v1`), or a file of the output by its path from the output folder. */
  readonly module: string
  readonly name: string
  /** Erased at run time: imported with `type`. */
  readonly type: boolean
}

/** What may stand in a hole of a `code` literal. A plain string may not: see {@link string} and {@link identifier}. */
export type Hole = Code | number | undefined | readonly Hole[]

/**
 * Pieces code together, as it reads in the template. A piece of several lines is indented like the hole that
 * holds it. A list is joined by line ends. A line that holds only empty holes disappears. The line end after
 * the opening backtick, the one before the closing one and the common indentation are the template's own and
 * are taken away.
 */
export function code(strings: TemplateStringsArray, ...holes: readonly Hole[]): Code {
  const lines = linesOf(strings, holes)
  const printed: CodePart[][] = []
  for (const line of lines) {
    const filled = line.filter((piece) => typeof piece === 'string' || piece.parts.length > 0)
    const onlyBlank = filled.every((piece) => typeof piece === 'string' && piece.trim() === '')
    if (onlyBlank && filled.length < line.length) continue
    printed.push(fill(line))
  }
  return { parts: merge(printed.flatMap((parts, index) => (index === 0 ? parts : ['\n', ...parts]))) }
}

/** Nothing: a hole that may stay empty. */
export const nothing: Code = { parts: [] }

/** Joins pieces by a separator, `, ` unless said otherwise; empty ones are left out. */
export function join(pieces: readonly Code[], separator = ', '): Code {
  const filled = pieces.filter((piece) => piece.parts.length > 0)
  return { parts: merge(filled.flatMap((piece, index) => (index === 0 ? piece.parts : [separator, ...piece.parts]))) }
}

/** Refers to what `module` exports as `name`; the file that prints it imports it. */
export function imported(module: string, name: string, options: { readonly type?: boolean } = {}): Code {
  return { parts: [{ module, name, type: options.type ?? false }] }
}

/** Text that is already TypeScript. For the printing primitives of this folder alone. */
export function raw(text: string): Code {
  return { parts: text === '' ? [] : [text] }
}

type Piece = string | Code

function linesOf(strings: TemplateStringsArray, holes: readonly Hole[]): Piece[][] {
  const texts = dedent(strings)
  const lines: Piece[][] = [[]]
  texts.forEach((text, index) => {
    const [first = '', ...rest] = text.split('\n')
    lines.at(-1)?.push(first)
    for (const line of rest) lines.push([line])
    if (index < holes.length) lines.at(-1)?.push(asCode(holes[index]))
  })
  return lines
}

function dedent(strings: TemplateStringsArray): string[] {
  const texts = [...strings]
  const last = texts.length - 1
  if (texts[0]?.startsWith('\n')) {
    texts[0] = texts[0].slice(1)
    texts[last] = (texts[last] ?? '').replace(/\n[ \t]*$/, '')
  }
  const starts = texts.flatMap((text, index) => {
    const lines = text.split('\n')
    return (index === 0 && strings[0]?.startsWith('\n') ? lines : lines.slice(1)).map((line, at, all) => ({
      line,
      open: at === all.length - 1 && index < last,
    }))
  })
  const indents = starts
    .filter(({ line, open }) => open || line.trim() !== '')
    .map(({ line }) => line.length - line.trimStart().length)
  const indent = indents.length === 0 ? 0 : Math.min(...indents)
  return texts.map((text, index) =>
    text
      .split('\n')
      .map((line, at) => (at > 0 || (index === 0 && strings[0]?.startsWith('\n')) ? line.slice(indent) : line))
      .join('\n'),
  )
}

function asCode(hole: Hole): Code {
  if (hole === undefined) return nothing
  if (typeof hole === 'number') return raw(String(hole))
  if (isList(hole)) return join(hole.map(asCode), '\n')
  return hole
}

const isList = (hole: Hole): hole is readonly Hole[] => Array.isArray(hole)

function fill(line: readonly Piece[]): CodePart[] {
  const indent = typeof line[0] === 'string' ? (/^[ \t]*/.exec(line[0])?.[0] ?? '') : ''
  return line.flatMap((piece) => (typeof piece === 'string' ? [piece] : indented(piece, indent)))
}

function indented({ parts }: Code, indent: string): CodePart[] {
  if (indent === '') return [...parts]
  return parts.map((part) => (typeof part === 'string' ? part.replaceAll(/\n(?!\n|$)/g, `\n${indent}`) : part))
}

function merge(parts: readonly CodePart[]): CodePart[] {
  const merged: CodePart[] = []
  for (const part of parts) {
    const before = merged.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof before === 'string') merged[merged.length - 1] = before + part
    else merged.push(part)
  }
  return merged
}
