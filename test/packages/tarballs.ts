import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { workspaceRoot } from '../workspace-root.js'

const execute = promisify(execFile)

/** The folders of the packages that are published. */
export const published = ['contract', 'templates', 'runtime', 'generator'] as const

export type Published = (typeof published)[number]

/** Packs the built packages into `folder`, as `npm publish` would; answers each one's tarball. */
export async function packInto(folder: string, packages: readonly string[] = published): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true })
  const tarballs = new Map<string, string>()
  for (const name of packages) {
    const { stdout } = await execute(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, '--workspace', name],
      { cwd: workspaceRoot },
    )
    tarballs.set(name, join(folder, filenameOf(JSON.parse(stdout))))
  }
  return tarballs
}

/** npm 11 answers a list, npm 12 a map by name. */
function filenameOf(answer: unknown): string {
  const [packed] = Object.values(answer as Record<string, { filename: string }>)
  if (packed === undefined) throw new Error('npm pack packed nothing')
  return packed.filename
}
