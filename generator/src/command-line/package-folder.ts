import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/**
 * The folder of this package, or of one that it stands on. Asked for by name: as it is published, a module stands
 * somewhere else than as it is written.
 */
export const packageFolder = (name: 'tidings' | '@tidings/contract' | '@tidings/templates'): string =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
