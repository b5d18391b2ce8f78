import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleRuntime } from './bundle-runtime.js'

/** Makes in an empty `folder` the package as it is published, and leaves the workspace's own alone. */
export async function stageRuntime(folder: string): Promise<void> {
  const root = join(import.meta.dirname, '..')
  for (const part of ['package.json', 'README.md', 'LICENSE', 'bin']) {
    await cp(join(root, part), join(folder, part), { recursive: true })
  }
  await bundleRuntime(join(root, 'dist'), join(folder, 'dist'))
}
