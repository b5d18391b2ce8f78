import { access } from 'node:fs/promises'
import type { Finding } from '@tidings/contract'
import type { Step } from './carry-out.js'
import { carryOut, clearStaging } from './carry-out.js'
import { readJournal, stagingFolderOf } from './journal.js'
import type { Lock, LockOptions } from './lock.js'
import { acquireLock } from './lock.js'
import { hasWorkFolder, openOutputFolder } from './open-output-folder.js'
import { recovered, takenMeanwhile } from './output-findings.js'

export interface RecoverOptions extends LockOptions {
  readonly step?: Step
}

/**
 * Completes a generation that was killed after it had written its journal, and undoes one that was killed
 * before. Does nothing, and takes no lock, where none was.
 */
export async function recoverOutput(folder: string, options: RecoverOptions = {}): Promise<readonly Finding[]> {
  const real = await openOutputFolder(folder)
  if (real === undefined || !(await hasWorkFolder(real))) return []
  const lock = await acquireLock(real, options)
  try {
    return await recoverLocked(real, lock, options.step ?? (() => {}))
  } finally {
    await lock.release()
  }
}

/** The same for who holds the lock already. */
export async function recoverLocked(folder: string, lock: Lock, step: Step): Promise<readonly Finding[]> {
  const journal = await readJournal(folder)
  if (journal !== undefined) {
    const { taken } = await carryOut(folder, journal, lock, step)
    return [recovered(folder, 'completed'), ...taken.map((path) => takenMeanwhile(folder, path))]
  }
  if (!(await isStaged(folder))) return []
  await clearStaging(folder, step)
  return [recovered(folder, 'undone')]
}

/** Whether a generation was killed before it had written its journal, or after it had closed it. */
export const isStaged = (folder: string): Promise<boolean> =>
  access(stagingFolderOf(folder)).then(
    () => true,
    () => false,
  )
