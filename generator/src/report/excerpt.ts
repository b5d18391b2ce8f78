import { readFileSync, statSync } from 'node:fs'
import type { Place } from '@tidings/contract'
import { visible } from './visible.js'

/** The line of a source that a finding is about, fit for printing, and where in it the mark goes. */
export interface Excerpt {
  readonly line: string
  /** How many columns stand before the mark. */
  readonly offset: number
  readonly length: number
}

/** A file larger than this is not read again for the sake of one line. */
const sizeLimit = 32 * 1024 * 1024
const widthBefore = 60
const width = 110

/** Reads the line of a place; nothing where the file or the line is not there (any more). */
export function excerptOf({ file, line, column }: Place): Excerpt | undefined {
  const text = readLine(file, line)
  if (text === undefined || text.trim() === '' || column > text.length + 1) return undefined
  const start = column - 1 > widthBefore && text.length > width ? column - 1 - widthBefore : 0
  const end = Math.min(text.length, start + width)
  const before = visible(text.slice(start, column - 1))
  const marked = visible(tokenAt(text.slice(column - 1, end)))
  const after = visible(text.slice(column - 1, end)).slice(marked.length)
  const [opening, closing] = [start > 0 ? '…' : '', end < text.length ? '…' : '']
  return {
    line: `${opening}${before}${marked}${after}${closing}`,
    offset: opening.length + before.length,
    length: Math.max(marked.length, 1),
  }
}

/** Several findings of one file are told in a row: it is read once for them. */
let lastRead: { readonly file: string; readonly changed: string; readonly lines: readonly string[] } | undefined

function readLine(file: string, line: number): string | undefined {
  try {
    const { size, mtimeMs } = statSync(file)
    if (size > sizeLimit) return undefined
    const changed = `${size} ${mtimeMs}`
    if (lastRead?.file !== file || lastRead.changed !== changed) lastRead = { file, changed, lines: linesOf(file) }
    return lastRead.lines[line - 1]
  } catch {
    return undefined
  }
}

/** None where the lines are those of what is packed inside. */
function linesOf(file: string): readonly string[] {
  const bytes = readFileSync(file)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return []
  return bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n/)
}

/** The word or quoted text that begins a piece of YAML, JSON or TypeScript. */
const tokenAt = (text: string): string => /^(?:'[^']*'|"[^"]*"|[^\s,:[\]{}()]+)/.exec(text)?.[0] ?? text.slice(0, 1)
