import { type Code, type CodeTag, code, isEmpty, join, nothing } from './code.js'
import { collectImports } from './imports.js'
import { printCode } from './print-code.js'
import type { ImportExtension } from './specifier.js'

export interface OutputFileOptions {
  readonly importExtension: ImportExtension
  /** What stands above the imports. */
  readonly header?: Code
}

/**
 * A TypeScript file in the making. It writes its own import statements for whatever the printed code refers to,
 * and a name that clashes with one of its own is imported under another.
 */
export class OutputFile {
  /** From the output folder, with `/`: `events/order-confirmed.ts`. */
  readonly path: string
  readonly #options: OutputFileOptions
  readonly #blocks: Code[] = []

  constructor(path: string, options: OutputFileOptions) {
    this.path = path
    this.#options = options
  }

  /** Appends a block; a blank line parts it from the one before. */
  readonly print: CodeTag<void> = (strings, ...holes) => {
    this.#blocks.push(code(strings, ...holes))
  }

  /** The file's text. */
  toString(): string {
    const imports = collectImports(this.#blocks, this.path, this.#options.importExtension)
    const blocks = [this.#options.header ?? nothing, imports.statements, ...this.#blocks]
    const text = printCode(join(blocks, '\n\n'), imports)
    return isEmpty(join(blocks)) ? '' : `${text}\n`
  }
}
