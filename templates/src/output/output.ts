import { posix } from 'node:path'
import type { Code } from './code.js'
import { isPortableFileName } from './file-name.js'
import { OutputFile } from './output-file.js'
import type { ImportExtension } from './specifier.js'

/** The set of files that one generation writes. Each template writes through an {@link Output} of its own. */
export class OutputFolder {
  readonly #options: OutputFolderOptions
  readonly #entries = new Map<string, Entry>()

  constructor(options: OutputFolderOptions) {
    this.#options = options
  }

  /** What the template of this name writes through. */
  for(template: string): Output {
    return {
      file: (path, options = {}) => {
        const header = options.header ?? this.#options.header
        const file = new OutputFile(path, { ...this.#options, ...(header === undefined ? {} : { header }) })
        this.#add(path, template, () => file.toString())
        return file
      },
      text: (path, content) => this.#add(path, template, () => content),
    }
  }

  /** Every file's text by its path, sorted. */
  print(): ReadonlyMap<string, string> {
    const entries = [...this.#entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
    return new Map(entries.map(({ path, text }) => [path, text()]))
  }

  #add(path: string, template: string, text: () => string): void {
    const problem = problemOf(path)
    if (problem !== undefined) throw new UnwritablePath(`cannot write ${JSON.stringify(path)}: ${problem}`)
    const key = path.normalize('NFC').toLowerCase()
    const before = this.#entries.get(key)
    if (before !== undefined) throw new UnwritablePath(alreadyWritten(path, template, before))
    this.#entries.set(key, { path, template, text })
  }
}

export interface OutputFolderOptions {
  readonly importExtension: ImportExtension
  readonly header?: Code
}

/** What a template writes to. Paths are relative to the output folder, with `/`. */
export interface Output {
  /** Starts a TypeScript file; see {@link OutputFile}. It is printed after all templates have run. */
  file(path: string, options?: { readonly header?: Code }): OutputFile
  /** Writes a file of any other kind, as it stands. */
  text(path: string, content: string): void
}

/** A template asked for a path that cannot be, or that is already taken. */
export class UnwritablePath extends Error {
  override readonly name = 'UnwritablePath'
}

interface Entry {
  readonly path: string
  readonly template: string
  readonly text: () => string
}

function problemOf(path: string): string | undefined {
  if (path.startsWith('/') || path.split('/').includes('..')) return 'it is outside the output folder'
  if (path === '' || posix.normalize(path) !== path) return 'expected a plain relative path such as events/order.ts'
  const parts = path.split('/')
  if (parts.some((part) => part.startsWith('.') || part === 'node_modules')) return 'it belongs to other tools'
  const name = parts.find((part) => !isPortableFileName(part))
  return name === undefined ? undefined : `${JSON.stringify(name)} is no file name on every system`
}

function alreadyWritten(path: string, template: string, before: Entry): string {
  const [first, second] = [before.path, path].map((each) => JSON.stringify(each))
  const same = before.path === path ? first : `${first} and ${second}, which are one file where case does not count`
  if (before.template !== template) return `templates ${before.template} and ${template} both write ${same}`
  return `template ${template} writes ${same}${before.path === path ? ' twice' : ''}`
}
