import { join } from 'node:path'

/** What is packed, and where the build waits meanwhile. */
export const dist = join(import.meta.dirname, '../dist')
export const unbundled = join(import.meta.dirname, '../dist.unbundled')
