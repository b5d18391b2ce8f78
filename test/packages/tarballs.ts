import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Published, published, stagePackage } from '../../pack/stage-package.js'
import { workspaceRoot } from '../workspace-root.js'

const execute = promisify(execFile)

export { type Published, published }

/** Packs the built packages into `folder`, as `npm publish` would; answers each one's tarball. */
export async function packInto(folder: string, packages: readonly string[] = published): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true })
  const tarballs = new Map<string, string>()
  for (const name of packages) {
    // Its own scripts would put what is packed in the place of what other tests read.
    const what = isPublished(name) ? await staged(name, join(folder, name)) : ['--workspace', name]
    const { stdout } = await execute(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...what],
      { cwd: workspaceRoot },
    )
    tarballs.set(name, join(folder, filenameOf(JSON.parse(stdout))))
  }
  return tarballs
}

const isPublished = (name: string): name is Published => (published as readonly string[]).includes(name)

async function staged(name: Published, folder: string): Promise<readonly string[]> {
  await stagePackage(name, folder)
  return [folder]
}

/** npm 11 answers a list, npm 12 a map by name. */
function filenameOf(answer: unknown): string {
  const [packed] = Object.values(answer as Record<string, { filename: string }>)
  if (packed === undefined) throw new Error('npm pack packed nothing')
  return packed.filename
}
