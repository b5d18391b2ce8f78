import { type Code, type CodePart, code, isEmpty, join, nothing, raw } from './code.js'
import { showHidden } from './text.js'

/**
 * A doc comment of paragraphs, with a blank line between them: text of the contract (plain strings), pieces of
 * our own made by `code`, and tags (see {@link tag}), which come last and keep together. Nothing when all are empty.
 */
export function doc(...paragraphs: readonly (string | Code | Tag | undefined)[]): Code {
  const ordered = [...paragraphs.filter((each) => !isTag(each)), ...paragraphs.filter(isTag)]
  const blocks = ordered.flatMap((paragraph): Block[] => {
    const lines = paragraph === undefined ? [] : linesOf(paragraph)
    return lines.length === 0 ? [] : [{ lines, tag: isTag(paragraph) }]
  })
  const lines = blocks.flatMap(({ lines, tag }, at) =>
    at > 0 && !(tag && blocks[at - 1]?.tag) ? [nothing, ...lines] : lines,
  )
  const [first, ...others] = lines
  if (first === undefined) return nothing
  if (others.length === 0) return code`/** ${first} */`
  return code`
    /**
    ${lines.map((line) => (isEmpty(line) ? raw(' *') : code`${raw(' * ')}${line}`))}
     */
  `
}

/** A doc tag such as `@deprecated Use another.`; its text may be the contract's. */
export function tag(name: string, ...texts: readonly (string | Code)[]): Tag {
  return { tag: name, texts }
}

export interface Tag {
  readonly tag: string
  readonly texts: readonly (string | Code)[]
}

/** A `//` comment of one line. Text of the contract is given as strings. */
export function comment(...texts: readonly (string | Code)[]): Code {
  return code`// ${join(texts.map(spoken), '')}`
}

interface Block {
  readonly lines: readonly Code[]
  readonly tag: boolean
}

const isTag = (paragraph: string | Code | Tag | undefined): paragraph is Tag =>
  typeof paragraph === 'object' && 'tag' in paragraph

function linesOf(paragraph: string | Code | Tag): Code[] {
  if (typeof paragraph === 'string') return textLines(paragraph)
  if (!isTag(paragraph)) return codeLines(paragraph)
  const [first = nothing, ...others] = codeLines(join(paragraph.texts.map(spoken), ''))
  return [code`${raw(`@${paragraph.tag}`)}${raw(isEmpty(first) ? '' : ' ')}${first}`, ...others]
}

const spoken = (text: string | Code): Code => (typeof text === 'string' ? join(textLines(text), ' ') : text)

/** Line ends of every kind, those of Unicode and of JavaScript too. */
const lineEnd = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/

function textLines(text: string): Code[] {
  const lines = text.split(lineEnd).map((line) => line.trimEnd())
  while (lines.at(-1) === '') lines.pop()
  while (lines[0]?.trim() === '') lines.shift()
  return lines.map((line) => raw(harmless(line)))
}

/**
 * Text that cannot end the comment, cannot start a tag (`@ts-…`, `@type {...}`, `{@link ...}`, a suppression
 * of a linter) and hides nothing.
 */
function harmless(line: string): string {
  return showHidden(line.replaceAll('\t', '  '))
    .replaceAll('*/', '*\\/')
    .replace(/^([\s*/\\]*)@/, '$1\\@')
    .replaceAll('{@', '{\\@')
    .replaceAll(/([#@]\s*)(?=(?:source(?:Mapping)?URL=|__PURE__|__NO_SIDE_EFFECTS__))/g, '$1\\')
    .replaceAll(/(?=biome-ignore|eslint-(?:disable|enable)|prettier-ignore|istanbul ignore|[cv]8 ignore)/g, '\\')
}

function codeLines({ parts }: Code): Code[] {
  const lines: CodePart[][] = [[]]
  for (const part of parts) {
    if (typeof part !== 'string') lines.at(-1)?.push(part)
    else
      part.split('\n').forEach((text, at) => {
        if (at > 0) lines.push([])
        if (text !== '') lines.at(-1)?.push(text)
      })
  }
  return lines.length === 1 && lines[0]?.length === 0 ? [] : lines.map((line) => ({ parts: line }))
}
