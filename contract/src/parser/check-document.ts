import type { Reading } from '../contract/reading.js'
import type { Library } from '../reference/library.js'
import type { SourceFile } from '../source/source-file.js'
import { type Diagnostic, judge } from './judge.js'
import { isPlainlyValid, type ValidityMemory } from './plainly-valid/plainly-valid.js'
import { translate } from './translate.js'

export interface CheckOptions {
  /** Also give what is not wrong but could be better. */
  readonly advice: boolean
  readonly memory?: ValidityMemory | undefined
}

/** Reports what the parser finds, where we have not said it better already. */
export async function checkDocument(
  file: SourceFile,
  library: Library,
  reading: Reading,
  options: CheckOptions,
): Promise<void> {
  let diagnostics: Diagnostic[]
  try {
    const isValid = await isPlainlyValid(file, library, reading, options.memory)
    if (isValid && !options.advice) return
    diagnostics = await judge(file, library, { advice: options.advice, isValid })
  } catch (error) {
    reading.reporter.report('parser-failure', { file: file.path, line: 1, column: 1 }, { problem: problemOf(error) })
    return
  }
  translate(diagnostics, file, library, reading, options)
}

export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0]?.slice(0, 200) ?? ''
}
