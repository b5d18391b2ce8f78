import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * Writes what is published: of the built runtime in `from`, the entries in a few modules in place of hundreds, with the
 * declarations as they are. Node takes half a millisecond for each module that it loads, however small, and a program that
 * imports one event would load fifty. Names and lines stay readable; what entries share is in `shared/`, once.
 */
export async function bundleRuntime(from: string, to: string): Promise<void> {
  const manifest: Manifest = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8'))
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' || entry.default === undefined ? [] : [entry.default],
  )
  await build({
    entryPoints: [...entries, commandLine].map((entry) => join(from, entry.slice('./dist/'.length))),
    outbase: from,
    outdir: to,
    chunkNames: 'shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  await cp(from, to, { recursive: true, filter: (path) => !/\.(?:js|tsbuildinfo)$/.test(path) })
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default?: string }>>
}

/** What `bin/tidings-runtime.js` imports. */
const commandLine = './dist/operate/cli.js'
