import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspaceRoot } from '../workspace-root.js'

/** Where the brokers that `npm run brokers` started keep their data: a place for each working copy. */
export const sharedFolder = (name: string): string => join(sharedFolders, name)

export const sharedFolders = join(
  tmpdir(),
  `tidings-brokers-${createHash('sha256').update(workspaceRoot).digest('hex').slice(0, 8)}`,
)
