import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePackage } from './bundle-package.js'

/** The packages that are published, each in a folder of the workspace. */
export const published = ['contract', 'templates', 'runtime', 'generator'] as const

export type Published = (typeof published)[number]

/** Makes in an empty `folder` a package as it is published, and leaves the workspace's own alone. */
export async function stagePackage(name: Published, folder: string): Promise<void> {
  const root = join(import.meta.dirname, '..', name)
  await cp(root, folder, {
    recursive: true,
    filter: (path) => path === root || !unpacked.test(path.slice(root.length)),
  })
  await bundlePackage(root, join(root, 'dist'), join(folder, 'dist'))
}

/** What no package's `files` name, and the build, in whose place the bundle comes. */
const unpacked = /^.(?:src|dist|dist\.unbundled|node_modules|tsconfig\.json)(?:[\\/]|$)/
