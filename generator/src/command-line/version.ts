import { createRequire } from 'node:module'

/** The version of this package, asked by its name: as published, a module stands somewhere else than as it is written. */
export function version(): string {
  const manifest: { readonly version: string } = createRequire(import.meta.url)('tidings/package.json')
  return manifest.version
}
