import { readFileSync, statSync } from 'node:fs'
import type { Place } from '@tidings/contract'
import { isElsewhere } from './place-name.js'
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

/**
 * Reads the lines of places, each file once; nothing where the file or the line is not there (any more), or not on
 * the disk.
 */
export function createExcerpts(): (place: Place) => Excerpt | undefined {
  const files = new Map<string, readonly string[]>()
  return ({ file, line, column }) => {
    const lines = files.get(file) ?? linesOf(file)
    files.set(file, lines)
    const text = lines[line - 1]
    return text === undefined || text.trim() === '' || column > text.length + 1 ? undefined : excerptOf(text, column)
  }
}

function excerptOf(text: string, column: number): Excerpt {
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

function linesOf(file: string): readonly string[] {
  try {
    if (isElsewhere(file) || statSync(file).size > sizeLimit) return []
    const bytes = readFileSync(file)
    // The lines are those of what is packed inside.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return []
    return bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n/)
  } catch {
    return []
  }
}

/** The word or quoted text that begins a piece of YAML, JSON or TypeScript. */
const tokenAt = (text: string): string => /^(?:'[^']*'|"[^"]*"|[^\s,:[\]{}()]+)/.exec(text)?.[0] ?? text.slice(0, 1)
