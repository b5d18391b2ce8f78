import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type ContractStore, mayBeContract } from './contract-store.js'

/** Contracts as they stand on the disk. */
export const diskStore: ContractStore = {
  nameOf: (path) => path,
  kindOf: (path) =>
    stat(path).then(
      (found) => (found.isDirectory() ? 'folder' : 'file'),
      () => undefined,
    ),
  async filesIn(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    return paths.filter((path) => mayBeContract(relative(folder, path))).sort()
  },
  files: { readFile: (path) => readFile(path), realpath: (path) => realpath(path) },
  close() {},
}
