import { isIdentifierName } from './identifier.js'

/**
 * A piece of TypeScript that knows what it refers to and where its lines may break. It is made by the `code`
 * tag and by the few functions beside it (`string`, `literal`, `doc`, `imported`, `identifier`, ...), and by
 * nothing else: text of a contract never becomes code by being pasted.
 */
export interface Code {
  readonly parts: readonly CodePart[]
}

export type CodePart = string | Import | Specifier | Declared | Indented | Either

/** A name that another module exports. */
export interface Import {
  /** A package (`@tidings/runtime/sdk/v1`), or a file of the output by its path from the output folder (`*.ts`). */
  readonly module: string
  readonly name: string
  /** Erased at run time: imported with `type`. */
  readonly type: boolean
}

/** The quoted module specifier by which the printing file reaches a module. */
export interface Specifier {
  readonly specifier: string
}

/** A name that the printing file declares at its top level: imports keep out of its way. */
export interface Declared {
  readonly declares: string
}

/** Every line but the first is indented. */
export interface Indented {
  readonly indent: string
  readonly parts: readonly CodePart[]
}

/** On one line where that fits, else broken. */
export interface Either {
  readonly oneLine: readonly CodePart[]
  readonly broken: readonly CodePart[]
  /** It is enough that the first line fits. */
  readonly hug?: boolean
}

/** What may stand in a hole of a `code` literal. A plain string may not: see `string` and `identifier`. */
export type Hole = Code | number | undefined | readonly Hole[]

/** The tag that pieces code together. */
export type CodeTag<Result> = (strings: TemplateStringsArray, ...holes: readonly Hole[]) => Result

/**
 * Pieces code together, as it reads in the template. A piece of several lines is indented like the line that
 * holds it. A list is joined by line ends. A line that holds only empty holes disappears. The line end after
 * the opening backtick, the one before the closing one and the common indentation are the template's own and
 * are taken away.
 */
export function code(strings: TemplateStringsArray, ...holes: readonly Hole[]): Code {
  const pieces = holes.map(asCode)
  const parts: CodePart[] = []
  let isFirst = true
  for (const { slots, isBlank, indent } of layoutOf(strings)) {
    const isEmptied = isBlank && slots.length > 1 && slots.every((slot) => typeof slot === 'string' || isEmptyAt(slot))
    if (isEmptied) continue
    if (!isFirst) append(parts, '\n')
    isFirst = false
    for (const slot of slots) {
      if (typeof slot === 'string') append(parts, slot)
      else if (isEmptyAt(slot)) continue
      else if (indent === '') for (const part of pieces[slot]?.parts ?? []) append(parts, part)
      else parts.push({ indent, parts: pieces[slot]?.parts ?? [] })
    }
  }
  return { parts }

  function isEmptyAt(slot: number): boolean {
    return pieces[slot]?.parts.length === 0
  }
}

/** Nothing: a hole that may stay empty. */
export const nothing: Code = { parts: [] }

export const isEmpty = ({ parts }: Code): boolean => parts.length === 0

/** Joins pieces by a separator, `, ` unless said otherwise; empty ones are left out. */
export function join(
  pieces: readonly Code[],
  separator: ', ' | '; ' | ' | ' | ' || ' | ' & ' | ' ' | '' | '\n' | '\n\n' = ', ',
): Code {
  const parts: CodePart[] = []
  let isFirst = true
  for (const piece of pieces) {
    if (isEmpty(piece)) continue
    if (!isFirst) append(parts, separator)
    isFirst = false
    for (const part of piece.parts) append(parts, part)
  }
  return { parts }
}

/**
 * `oneLine` where it fits into what is left of the line (with what follows it there), else `broken`. With `hug` it
 * may go on over more lines, and only the first must fit.
 */
export function either(oneLine: Code, broken: Code, options: { readonly hug?: boolean } = {}): Code {
  return { parts: [{ oneLine: oneLine.parts, broken: broken.parts, hug: options.hug ?? false }] }
}

/** The same, each line but the first two spaces further in. */
export function indented(piece: Code): Code {
  return isEmpty(piece) ? nothing : { parts: [{ indent: '  ', parts: piece.parts }] }
}

/**
 * A comma-separated list in brackets: on one line, or one item per line with a trailing comma.
 * `list('[', items, ']')`; with `{ spaced: true }` there is a space inside the brackets, as in `{ a, b }`.
 */
export function list(open: Bracket, items: readonly Code[], close: Bracket, options: ListOptions = {}): Code {
  const filled = items.filter((item) => !isEmpty(item))
  if (filled.length === 0) return code`${raw(open + close)}`
  const space = raw(options.spaced ? ' ' : '')
  const oneLine = code`${raw(open)}${space}${join(filled)}${space}${raw(close)}`
  const broken = code`
    ${raw(open)}
      ${filled.map((item) => code`${item},`)}
    ${raw(close)}
  `
  return options.broken ? broken : either(oneLine, broken)
}

type Bracket = '[' | ']' | '(' | ')' | '<' | '>' | '{' | '}' | 'readonly ['

interface ListOptions {
  readonly spaced?: boolean
  /** Never on one line. */
  readonly broken?: boolean
}

/** Refers to what `module` exports as `name`; the file that prints it imports it, unless it declares it itself. */
export function imported(module: string, name: string, options: { readonly type?: boolean } = {}): Code {
  return { parts: [{ module, name: assertIdentifier(name), type: options.type ?? false }] }
}

/** The quoted specifier of a module, as in `export * from ${specifier('channels.ts')}` or a dynamic import. */
export function specifier(module: string): Code {
  return { parts: [{ specifier: module }] }
}

/** A name, as it stands. Throws where it is no legal identifier. */
export function identifier(name: string): Code {
  return raw(assertIdentifier(name))
}

/** A name at the place where the printing file declares it at its top level. */
export function declared(name: string): Code {
  return { parts: [{ declares: assertIdentifier(name) }] }
}

/** Text that is already TypeScript. For the printing primitives of this folder alone. */
export function raw(text: string): Code {
  return { parts: text === '' ? [] : [text] }
}

function assertIdentifier(name: string): string {
  if (!isIdentifierName(name)) throw new TypeError(`${JSON.stringify(name)} is not an identifier`)
  return name
}

/** A line of a literal: its text, and the numbers of the holes in it. */
interface Line {
  readonly slots: readonly (string | number)[]
  /** Nothing but holes and blanks. */
  readonly isBlank: boolean
  /** What the line begins with; nothing for one that goes on from the opening backtick. */
  readonly indent: string
}

/** How each literal of the source lays out what it is given: the same each time that it is come to. */
const layouts = new WeakMap<TemplateStringsArray, readonly Line[]>()

function layoutOf(strings: TemplateStringsArray): readonly Line[] {
  const known = layouts.get(strings)
  if (known !== undefined) return known
  const inLine = strings[0]?.startsWith('\n') ? -1 : 0
  const layout = linesOf(strings).map((slots, at): Line => {
    const [first] = slots
    return {
      slots,
      isBlank: slots.every((slot) => typeof slot === 'number' || slot.trim() === ''),
      indent: at !== inLine && typeof first === 'string' ? (/^[ \t]*/.exec(first)?.[0] ?? '') : '',
    }
  })
  layouts.set(strings, layout)
  return layout
}

function linesOf(strings: TemplateStringsArray): (string | number)[][] {
  const texts = dedent(strings)
  const lines: (string | number)[][] = [[]]
  texts.forEach((text, index) => {
    const [first = '', ...rest] = text.split('\n')
    lines.at(-1)?.push(first)
    for (const line of rest) lines.push([line])
    if (index < texts.length - 1) lines.at(-1)?.push(index)
  })
  return lines
}

function dedent(strings: TemplateStringsArray): string[] {
  const texts = [...strings]
  const last = texts.length - 1
  const opened = texts[0]?.startsWith('\n') ?? false
  if (opened) {
    texts[0] = texts[0]?.slice(1) ?? ''
    texts[last] = (texts[last] ?? '').replace(/\n[ \t]*$/, '')
  }
  const startsLine = (index: number, at: number) => at > 0 || (index === 0 && opened)
  const indents = texts.flatMap((text, index) =>
    text.split('\n').flatMap((line, at, all) => {
      const holdsHole = at === all.length - 1 && index < last
      return startsLine(index, at) && (holdsHole || line.trim() !== '') ? [line.length - line.trimStart().length] : []
    }),
  )
  const indent = indents.length === 0 ? 0 : Math.min(...indents)
  const cut = (text: string, index: number) =>
    text.split('\n').map((line, at) => (startsLine(index, at) ? line.slice(indent) : line))
  return texts.map((text, index) => cut(text, index).join('\n'))
}

function asCode(hole: Hole): Code {
  if (hole === undefined) return nothing
  if (typeof hole === 'number') return raw(String(hole))
  if (isList(hole)) return join(hole.map(asCode), '\n')
  if (typeof hole !== 'object' || hole === null || !('parts' in hole)) throw new NotCode(hole)
  return hole
}

/** Something else than code stands in a hole: it would become code by being pasted. */
export class NotCode extends TypeError {
  override readonly name = 'NotCode'

  constructor(hole: unknown) {
    const shown = typeof hole === 'string' ? JSON.stringify(hole.slice(0, 40)) : String(hole)
    super(`${shown} stands in a hole; expected code, made by string(), literal(), identifier(), doc() or the code tag`)
  }
}

const isList = (hole: Hole): hole is readonly Hole[] => Array.isArray(hole)

/** Adds a part; texts grow together. */
function append(parts: CodePart[], part: CodePart): void {
  if (part === '') return
  const before = parts.at(-1)
  if (typeof part === 'string' && typeof before === 'string') parts[parts.length - 1] = before + part
  else parts.push(part)
}
