import { randomUUID } from 'node:crypto'
import { open, readdir, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Whether an error says that there is no such file or folder. */
export const isMissing = (error: unknown): boolean => (error as { code?: unknown } | undefined)?.code === 'ENOENT'

/** Renames; `false` when it is no longer there. */
export const moved = (from: string, to: string): Promise<boolean> => wasThere(rename(from, to))

/** Removes; `false` when it is no longer there. */
export const removed = (file: string): Promise<boolean> => wasThere(unlink(file))

/** Names in a folder. A dot begins what another program has not yet completed. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('.'))
}

/** What was read, or nothing where there is no such file or folder. */
export const ifThere = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })

/** Names become durable with their folder. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Under its name stands all of it or nothing, whenever the process or the machine ends. */
export async function writeWhole(file: string, text: string, temporary: string): Promise<void> {
  const incomplete = join(temporary, randomUUID())
  await writeFile(incomplete, text, { flush: true })
  await rename(incomplete, file)
  await syncFolder(dirname(file))
}

const wasThere = async (change: Promise<void>): Promise<boolean> => (await ifThere(change.then(() => true))) ?? false
