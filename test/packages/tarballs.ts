import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stageRuntime } from '../../runtime/pack/stage-runtime.js'
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
    // Its own scripts would put what is packed in the place of what other tests read.
    const what = name === 'runtime' ? await staged(join(folder, 'runtime')) : ['--workspace', name]
    const { stdout } = await execute(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...what],
      { cwd: workspaceRoot },
    )
    tarballs.set(name, join(folder, filenameOf(JSON.parse(stdout))))
  }
  return tarballs
}

async function staged(folder: string): Promise<readonly string[]> {
  await stageRuntime(folder)
  return [folder]
}

/** npm 11 answers a list, npm 12 a map by name. */
function filenameOf(answer: unknown): string {
  const [packed] = Object.values(answer as Record<string, { filename: string }>)
  if (packed === undefined) throw new Error('npm pack packed nothing')
  return packed.filename
}
