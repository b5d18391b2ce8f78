import { dirname, join, sep } from 'node:path'
import type { FileAccess } from '../source/file-access.js'

const marks = ['package.json', '.git']

/**
 * The folder that references may not leave: the nearest one, from the contract's own upwards, that holds a
 * `package.json` or `.git`; where none does, the one that the process runs in if that holds the contract, else the
 * contract's own.
 */
export async function findProjectRoot(contract: string, files: FileAccess, cwd = process.cwd()): Promise<string> {
  const own = dirname(contract)
  for (let folder = own; ; folder = dirname(folder)) {
    for (const mark of marks) if (await exists(join(folder, mark), files)) return folder
    if (folder === dirname(folder)) return contract.startsWith(join(cwd, sep)) ? cwd : own
  }
}

async function exists(path: string, files: FileAccess): Promise<boolean> {
  return files.realpath(path).then(
    () => true,
    () => false,
  )
}
