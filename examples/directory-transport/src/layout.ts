import { randomUUID } from 'node:crypto'
import { access, constants, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SubscriptionPlace } from '@tidings/runtime/transport'
import { ifThere, namesIn, removed, syncFolder, writeWhole } from './files.js'
import { folderName } from './folder-name.js'
import type { DirectorySettings } from './options.js'

/** Where everything is. */
export const layout = {
  /** What is being written. */
  temporary: (root: string) => join(root, 'tmp'),
  applications: (root: string) => join(root, 'applications'),
  /** Another text whenever a subscription was declared. */
  declared: (root: string) => join(root, 'declared'),
  application: (root: string, application: string | undefined) =>
    // No name of an application becomes an underscore.
    join(root, 'applications', application === undefined ? '_' : folderName(application)),
  subscription: (root: string, { application, name }: Pick<SubscriptionPlace, 'application' | 'name'>) =>
    join(layout.application(root, application), folderName(name)),
} as const

/** The folders of a subscription, each a state that a message is in. */
export const states = ['new', 'held', 'dead'] as const

/** Makes the directory what it must be, or tells why it cannot be used. */
export async function enter({ path, topology }: DirectorySettings, now: number): Promise<void> {
  try {
    if (topology === 'create') await make(path)
    await access(layout.declared(path), constants.R_OK | constants.W_OK)
    await access(layout.temporary(path), constants.R_OK | constants.W_OK)
  } catch (cause) {
    const mend =
      topology === 'create'
        ? 'name a directory that this process may write to'
        : "let a bus with topology 'create' make it"
    throw new Error(`cannot use the directory ${path}: ${(cause as Error).message}; ${mend}`, { cause })
  }
  await sweep(layout.temporary(path), now)
}

async function make(root: string): Promise<void> {
  await mkdir(layout.temporary(root), { recursive: true })
  await mkdir(layout.applications(root), { recursive: true })
  await syncFolder(root)
  await access(layout.declared(root)).catch(() => tellDeclared(root))
}

/** Whoever carries looks again at which subscriptions there are. */
export const tellDeclared = (root: string): Promise<void> =>
  writeWhole(layout.declared(root), `${randomUUID()}\n`, layout.temporary(root))

/** What was being written an hour ago, when its process was killed. Nobody was told that it was accepted. */
async function sweep(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const file = join(folder, name)
    const found = await ifThere(stat(file))
    if (found !== undefined && now - found.mtimeMs > 3_600_000) await removed(file)
  }
}
