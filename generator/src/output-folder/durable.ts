import { open } from 'node:fs/promises'

/** Writes a file and does not return before the disk has it. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
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
