import { rename, rm } from 'node:fs/promises'
import { dist, unbundled } from './folders.js'

await rm(dist, { recursive: true, force: true })
await rename(unbundled, dist)
