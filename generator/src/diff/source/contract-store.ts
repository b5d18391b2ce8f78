import type { FileAccess } from '@tidings/contract'

/** Where contracts are read from: the disk, or a revision of a repository. Paths are absolute, as on the disk. */
export interface ContractStore {
  /** How people write what stands at a path: `git:main:orders.yaml`. */
  nameOf(path: string): string
  kindOf(path: string): Promise<'file' | 'folder' | undefined>
  /** Every file in a folder and the folders below it that may be a contract. */
  filesIn(folder: string): Promise<readonly string[]>
  readonly files: FileAccess
  close(): void
}

/** What folders of a repository hold beside its contracts. */
const isHidden = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** Whether a path may lead to a contract, as far as its names tell. */
export const mayBeContract = (path: string): boolean =>
  /\.(ya?ml|json)$/i.test(path) && !path.split(/[\\/]/).some(isHidden)

/** The contracts in a folder: the files that begin as one does, wherever the member stands. */
export async function contractsIn(folder: string, store: ContractStore): Promise<readonly string[]> {
  const contracts: string[] = []
  for (const path of await store.filesIn(folder)) {
    const text = Buffer.from(await store.files.readFile(path)).toString('utf8')
    if (/^\s*\{?\s*["']?asyncapi["']?\s*:/m.test(text)) contracts.push(path)
  }
  return contracts
}
