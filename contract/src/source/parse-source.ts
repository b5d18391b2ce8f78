import { LineCounter, parseDocument } from 'yaml'
import type { Reporter } from '../finding/reporter.js'
import { indentFlow } from './indent-flow.js'
import type { JsonTree } from './json-tree.js'
import { linesOf } from './line-starts.js'
import { locate } from './locate.js'
import { writePointer } from './pointer.js'
import { readJson } from './read-json.js'
import { DocumentTooDeep, DocumentTooLarge, depthLimit, readTree, unfoldLimit } from './read-tree.js'
import { byteLimit, tooMuchIn, valueLimit } from './size-limit.js'
import type { SourceFile } from './source-file.js'
import { tame } from './tame.js'
import type { Whereabouts } from './whereabouts.js'

/** Reads YAML or JSON. What is wrong with the text is reported; the file then has no value. */
export function parseSource(path: string, bytes: Uint8Array, whereabouts: Whereabouts, reporter: Reporter): SourceFile {
  const file = parseText(path, bytes, whereabouts, reporter)
  whereabouts.admit(file)
  return file
}

function parseText(path: string, bytes: Uint8Array, whereabouts: Whereabouts, reporter: Reporter): SourceFile {
  let lines = new LineCounter()
  let moved = (_line: number) => 0
  const unread = (text: string): SourceFile => ({
    path,
    text,
    tamedText: text,
    value: undefined,
    isPlain: false,
    locate: () => ({ line: 1, column: 1 }),
  })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line: Math.max(line, 1), column: Math.max(col - moved(line), 1) }
  }
  // `uniqueKeys` would end at the first double key without telling the place of the second
  const parse = () => parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: false, prettyErrors: false })

  const tooBig = (limit: string) => {
    reporter.report('too-big', { file: path, line: 1, column: 1 }, { limit })
    return unread('')
  }
  if (bytes.length > byteLimit) return tooBig(`${byteLimit / 1e6} MB`)

  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    reporter.report(
      'syntax',
      { file: path, line: 1, column: 1 },
      { problem: 'the file is not UTF-8 text; expected YAML or JSON in UTF-8' },
    )
    return unread('')
  }
  const tooMuch = tooMuchIn(text)
  if (tooMuch === 'values') return tooBig(`${valueLimit} values`)
  if (tooMuch === 'levels') {
    reporter.report('too-deep', { file: path, line: 1, column: 1 }, { limit: depthLimit })
    return unread(text)
  }

  const json = readJson(text, (container, tokens) => whereabouts.settle(container, path, tokens))
  if (json !== undefined) {
    const placeIn = linesOf(text)
    return {
      path,
      text,
      value: json.value,
      isPlain: json.isPlain,
      get tamedText() {
        return tame(text, parse())
      },
      locate: (tokens, what = 'value') => placeIn(json.offsetOf(tokens, what)),
    }
  }

  try {
    let document = parse()
    let isPlain = document.warnings.length === 0 && document.directives?.yaml.explicit !== true
    if (document.errors.some(({ code }) => code === 'BAD_INDENT')) {
      isPlain = false
      const indented = indentFlow(text)
      text = indented.text
      moved = indented.moved
      lines = new LineCounter()
      document = parse()
    }
    // what follows the first error is mostly its echo
    const [error] = document.errors
    if (error !== undefined) {
      if (document.errors.some(({ message }) => /call stack/.test(message))) throw new DocumentTooDeep()
      const problem =
        error.code === 'MULTIPLE_DOCS' ? 'a second YAML document begins here; expected one' : error.message
      reporter.report('syntax', place(error.pos[0]), { problem: inOneLine(problem) })
      return unread(text)
    }
    const file: SourceFile = {
      path,
      text,
      get tamedText() {
        return tame(text, document)
      },
      get value() {
        return value
      },
      get isPlain() {
        return isPlain
      },
      locate(tokens, what = 'value') {
        const { line, column } = locate(document, lines, tokens, what)
        return { line, column: Math.max(column - moved(line), 1) }
      },
    }
    let value: JsonTree | undefined
    value = readTree(document, {
      settle: (container, tokens) => whereabouts.settle(container, path, tokens),
      duplicateKey: (tokens, offset) =>
        reporter.report(
          'duplicate-key',
          { ...place(offset), pointer: writePointer(tokens) },
          { key: tokens.at(-1) ?? '' },
        ),
      noJsonValue: (what, offset) => reporter.report('no-json-value', place(offset), { what }),
      aliasCycle: (alias, offset) => reporter.report('alias-cycle', place(offset), { alias }),
      unusual() {
        isPlain = false
      },
    })
    return file
  } catch (error) {
    if (error instanceof DocumentTooDeep || error instanceof RangeError) {
      reporter.report('too-deep', place(0), { limit: depthLimit })
    } else if (error instanceof DocumentTooLarge) {
      reporter.report('too-large', place(0), { limit: unfoldLimit })
    } else {
      reporter.report('syntax', place(0), {
        problem: inOneLine(error instanceof Error ? error.message : String(error)),
      })
    }
    return unread(text)
  }
}

function inOneLine(message: string): string {
  return message.replace(/\s+/gu, ' ').trim()
}
