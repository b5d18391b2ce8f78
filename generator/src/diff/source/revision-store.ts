import { join, relative, sep } from 'node:path'
import type { Repository } from '../git/open-repository.js'
import { openRevision } from '../git/revision-files.js'
import { type ContractStore, mayBeContract } from './contract-store.js'

/** Contracts as they stood in a revision; in the index where the revision is empty. */
export async function revisionStore(repository: Repository, revision: string): Promise<ContractStore> {
  const { top } = repository
  const files = await openRevision(repository, revision)
  const fromTop = (path: string) => relative(top, path).split(sep).join('/')
  return {
    nameOf: (path) => `git:${revision}:${fromTop(path)}`,
    kindOf: (path) => files.kindOf(fromTop(path)),
    async filesIn(folder) {
      const start = fromTop(folder) === '' ? '' : `${fromTop(folder)}/`
      const inside = files.paths.filter((path) => path.startsWith(start) && mayBeContract(path.slice(start.length)))
      return inside.map((path) => join(top, path)).sort()
    },
    files,
    close: () => files.close(),
  }
}
