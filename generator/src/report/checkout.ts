import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * The root of the checkout that a folder is in: what GitHub or GitLab say, where it is around the folder, else the
 * nearest folder that holds `.git`, else the folder itself.
 */
export function checkoutAround(folder: string, env: Readonly<Record<string, string | undefined>>): string {
  const told = env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR']
  if (told && !relative(told, folder).startsWith('..')) return told
  for (let around = folder; ; around = dirname(around)) {
    if (existsSync(join(around, '.git'))) return around
    if (around === dirname(around)) return folder
  }
}
