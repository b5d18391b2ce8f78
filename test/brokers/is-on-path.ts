import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a program of that name is where the shell looks for it. */
export const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)))
