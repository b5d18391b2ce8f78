import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePackage } from './bundle-package.js'
import { foldersOf } from './folders.js'

// npm runs it in the package's folder.
const root = process.cwd()
const { dist, unbundled } = foldersOf(root)
// What a pack that was killed left behind has no `.tsbuildinfo`: the build is still where that put it.
if (existsSync(join(dist, '.tsbuildinfo'))) {
  await rm(unbundled, { recursive: true, force: true })
  await rename(dist, unbundled)
}
await rm(dist, { recursive: true, force: true })
await bundlePackage(root, unbundled, dist)
