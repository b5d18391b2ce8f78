import { closeSync, fsync, openSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'

const sync = promisify(fsync)

/** Writes a file and does not return before the disk has it. */
export async function writeDurably(path: string, text: string): Promise<void> {
  writeFileSync(path, text)
  await makeDurable(path)
}

/**
 * Waits until the disk has a file. Of many, write all and then call this for each: who makes a file while the disk
 * takes another waits for that too.
 */
export async function makeDurable(path: string): Promise<void> {
  const file = openSync(path, 'r+')
  try {
    await sync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes renames in a folder survive a loss of power. Where folders cannot be opened (Windows), they do anyway. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>> | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    if (!isUnsupported(error)) throw error
  } finally {
    await handle?.close()
  }
}

const unsupported = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOENT'])

const isUnsupported = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && unsupported.has(String(error.code))
