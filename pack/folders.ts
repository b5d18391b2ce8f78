import { join } from 'node:path'

/** What is packed of the package in a folder, and where its build waits meanwhile. */
export const foldersOf = (root: string) => ({ dist: join(root, 'dist'), unbundled: join(root, 'dist.unbundled') })
