import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { workspaceRoot } from '../workspace-root.js'

const corpus = resolve(workspaceRoot, process.env.CORPUS ?? '../shared/corpus')

/** Documents written by others; `undefined` where they do not stand beside the workspace. */
export const corpusFolder = existsSync(corpus) ? corpus : undefined

export interface TestDocument {
  readonly name: string
  readonly file: string
  /** The folder that its references stay in: some refer to folders beside their own. */
  readonly root: string
}

/** Our own contracts, written to be harder than real ones, and the pizzeria's. */
export const ownDocuments: readonly TestDocument[] = [
  { name: 'pizzeria', file: join(workspaceRoot, 'asyncapi.yaml'), root: workspaceRoot },
  ...documentsIn(join(workspaceRoot, 'test/contracts')),
]

/** The valid documents of the corpus: those at its top, and the entry of each folder. */
export const corpusDocuments: readonly TestDocument[] = corpusFolder === undefined ? [] : documentsIn(corpusFolder)

/** The documents of the corpus that are wrong. */
export const invalidDocuments: readonly TestDocument[] =
  corpusFolder === undefined ? [] : documentsIn(join(corpusFolder, 'invalid'))

function documentsIn(folder: string): TestDocument[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/LICENSES|\/invalid/.test(relative(folder, entry.parentPath)))
    .filter(({ name, parentPath }) =>
      parentPath === folder ? /\.(?:ya?ml|json)$/.test(name) : /^asyncapi\.(?:ya?ml|json)$/.test(name),
    )
    .filter(({ parentPath }) => !parentPath.startsWith(join(folder, 'invalid')))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ name: relative(folder, file), file, root: folder }))
}
