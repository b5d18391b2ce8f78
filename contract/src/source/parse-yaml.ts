import { LineCounter, parseDocument } from 'yaml'
import type { Reporter } from '../finding/reporter.js'
import { indentFlow } from './indent-flow.js'
import type { JsonTree } from './json-tree.js'
import { locate } from './locate.js'
import { writePointer } from './pointer.js'
import { DocumentTooDeep, DocumentTooLarge, readTree } from './read-tree.js'
import { depthLimit, unfoldLimit } from './size-limit.js'
import { type SourceFile, unreadFile } from './source-file.js'
import { tame } from './tame.js'
import type { Whereabouts } from './whereabouts.js'

// `uniqueKeys` would end at the first double key without telling the place of the second
const parse = (text: string, lineCounter: LineCounter) =>
  parseDocument(text, { lineCounter, merge: true, uniqueKeys: false, prettyErrors: false })

/** `SourceFile.tamedText` of YAML or JSON. */
export const tameText = (text: string): string => tame(text, parse(text, new LineCounter()))

/** Reads YAML, of which JSON is a part. What is wrong with the text is reported; the file then has no value. */
export function parseYaml(path: string, written: string, whereabouts: Whereabouts, reporter: Reporter): SourceFile {
  let text = written
  let lines = new LineCounter()
  let moved = (_line: number) => 0
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file: path, line: Math.max(line, 1), column: Math.max(col - moved(line), 1) }
  }
  try {
    let document = parse(text, lines)
    let isPlain = document.warnings.length === 0 && document.directives?.yaml.explicit !== true
    if (document.errors.some(({ code }) => code === 'BAD_INDENT')) {
      isPlain = false
      const indented = indentFlow(text)
      text = indented.text
      moved = indented.moved
      lines = new LineCounter()
      document = parse(text, lines)
    }
    // what follows the first error is mostly its echo
    const [error] = document.errors
    if (error !== undefined) {
      if (document.errors.some(({ message }) => /call stack/.test(message))) throw new DocumentTooDeep()
      const problem =
        error.code === 'MULTIPLE_DOCS' ? 'a second YAML document begins here; expected one' : error.message
      reporter.report('syntax', place(error.pos[0]), { problem: inOneLine(problem) })
      return unreadFile(path, text)
    }
    const file: SourceFile = {
      path,
      text,
      tamedText: async () => tame(text, document),
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
    return unreadFile(path, text)
  }
}

function inOneLine(message: string): string {
  return message.replace(/\s+/gu, ' ').trim()
}
