import { basename, dirname, join, resolve } from 'node:path'
import { WrongUsage } from '../../command-line/wrong-usage.js'
import { openRepository, type Repository } from '../git/open-repository.js'
import type { ContractStore } from './contract-store.js'
import { diskStore } from './disk-store.js'
import { revisionStore } from './revision-store.js'

/** A contract, or a folder of contracts, and where it is read from. */
export interface Located {
  readonly store: ContractStore
  /** Absolute, on the disk or as if. */
  readonly path: string
  /** What stands there; in a revision it may be nothing: then it was made later. */
  readonly kind: 'file' | 'folder' | undefined
}

/** What a reference names: a path, or `git:REV[:path]`. */
export type Reference = { readonly path: string } | { readonly revision: string; readonly path?: string }

export function readReference(text: string): Reference {
  const [, revision, path] = /^git:([^:]*)(?::(.*))?$/s.exec(text) ?? []
  if (revision === undefined) return { path: text }
  return { revision, ...(path === undefined || path === '' ? {} : { path }) }
}

/**
 * Finds what a reference names. A path of a revision is relative to the current folder, else to the top of the
 * repository; without one it is that of the contract. Throws `WrongUsage` where there is nothing to read.
 */
export async function locate(
  reference: Reference,
  { cwd, contract }: { readonly cwd: string; readonly contract: string },
): Promise<Located> {
  if ('revision' in reference) {
    const repository = await openRepository(reference.path === undefined ? await nearestFolder(contract) : cwd)
    const store = await revisionStore(repository, reference.revision)
    try {
      return await locateInRevision(store, repository, reference.path ?? contract, reference.path !== undefined)
    } catch (error) {
      store.close()
      throw error
    }
  }
  const path = resolve(cwd, reference.path)
  const kind = await diskStore.kindOf(path)
  if (kind === undefined) {
    const hint = /^[\w./-]+:/.test(reference.path) ? `; "git:${reference.path}" names a revision` : ''
    throw new WrongUsage(`cannot read ${reference.path}: there is no such file or folder${hint}`)
  }
  return { store: diskStore, path, kind }
}

async function locateInRevision(
  store: ContractStore,
  { top, prefix }: Repository,
  asked: string,
  isGiven: boolean,
): Promise<Located> {
  // The way from the top, since the path on the disk may lead through symbolic links.
  const ways = isGiven ? [join(top, prefix, asked), join(top, asked)] : [join(top, prefix, basename(asked))]
  for (const path of ways) {
    const kind = await store.kindOf(path)
    if (kind !== undefined) return { store, path, kind }
  }
  return { store, path: ways[0] ?? asked, kind: undefined }
}

async function nearestFolder(file: string): Promise<string> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if ((await diskStore.kindOf(folder)) === 'folder' || folder === dirname(folder)) return folder
  }
}
