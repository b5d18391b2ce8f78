import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleRuntime } from './bundle-runtime.js'
import { dist, unbundled } from './folders.js'

// What a pack that was killed left behind has no `.tsbuildinfo`: the build is still where that put it.
if (existsSync(join(dist, '.tsbuildinfo'))) {
  await rm(unbundled, { recursive: true, force: true })
  await rename(dist, unbundled)
}
await rm(dist, { recursive: true, force: true })
await bundleRuntime(unbundled, dist)
