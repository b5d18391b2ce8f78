import { join, relative } from 'node:path'
import { WrongUsage } from '../command-line/wrong-usage.js'
import { contractsIn } from './source/contract-store.js'
import type { Located } from './source/locate-contract.js'

/** One contract in its two versions; absolute paths. A side is absent where the contract is not there. */
export interface ContractPair {
  readonly before?: string
  readonly after?: string
}

/** The contracts of two places: the one of two files, or those of two folders by their paths in them. */
export async function pairContracts(base: Located, head: Located): Promise<readonly ContractPair[]> {
  if (head.kind === undefined) {
    throw new WrongUsage(`there is no contract ${head.store.nameOf(head.path)}; expected a file or a folder`)
  }
  if (head.kind === 'file') {
    if (base.kind === 'folder') throw mixed(base, head)
    return [{ after: head.path, ...(base.kind === undefined ? {} : { before: base.path }) }]
  }
  if (base.kind === 'file') throw mixed(head, base)
  const olds = base.kind === undefined ? new Map<string, string>() : await byName(base)
  const news = await byName(head)
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort()
  if (names.length === 0) {
    throw new WrongUsage(`there is no AsyncAPI document in ${head.store.nameOf(head.path)}; expected one or several`)
  }
  return names.map((name) => {
    const [before, after] = [olds.get(name), news.get(name)]
    return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
  })
}

async function byName({ store, path }: Located): Promise<Map<string, string>> {
  const contracts = await contractsIn(path, store)
  return new Map(contracts.map((contract) => [relative(path, contract), contract]))
}

const mixed = (folder: Located, file: Located): WrongUsage =>
  new WrongUsage(
    `${folder.store.nameOf(folder.path)} is a folder and ${file.store.nameOf(file.path)} is a file; expected two of a kind, such as ${file.store.nameOf(file.path)} and ${folder.store.nameOf(join(folder.path, 'asyncapi.yaml'))}`,
  )
