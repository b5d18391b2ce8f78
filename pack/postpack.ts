import { rename, rm } from 'node:fs/promises'
import { foldersOf } from './folders.js'

// npm runs it in the package's folder.
const { dist, unbundled } = foldersOf(process.cwd())
await rm(dist, { recursive: true, force: true })
await rename(unbundled, dist)
