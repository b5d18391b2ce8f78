import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { joined } from './joined.js'

/**
 * Writes what is published: of the package in `root`, whose build is in `from`, the entries in a few modules in place of
 * hundreds, with the declarations as they are. Node takes half a millisecond for each module that it loads, however
 * small: a program that imports one event would load fifty, and `tidings generate` three hundred. Names and lines stay
 * readable; what entries share is in `shared/`, once.
 */
export async function bundlePackage(root: string, from: string, to: string): Promise<void> {
  const entries = await entriesOf(root)
  await build({
    ...options,
    entryPoints: entries.map((entry) => join(from, entry)),
    outbase: from,
    outdir: to,
    chunkNames: 'shared/[name]-[hash]',
    splitting: true,
    plugins: entries.includes(ofEvents) ? [await joined(join(from, ofEvents), options)] : [],
  })
  await cp(from, to, { recursive: true, filter: (path) => !/\.(?:js|tsbuildinfo)$/.test(path) })
}

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'error',
} satisfies BuildOptions

/** What generated code imports, so that who has an event has loaded it. */
const ofEvents = 'sdk/v1.js'

/** What others import from `dist`, and what the package's own commands do. */
async function entriesOf(root: string): Promise<readonly string[]> {
  const { exports, bin = {} }: Manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const exported = Object.values(exports).map((entry) => (typeof entry === 'string' ? '' : modulesOf(entry)))
  const commands = Object.values(bin).map((command) => readFile(join(root, command), 'utf8'))
  return [...exported, ...(await Promise.all(commands))].flatMap((text) =>
    [...text.matchAll(/\/dist\/([\w/-]+\.js)\b/g)].map(([, entry = '']) => entry),
  )
}

const modulesOf = ({ default: module, import: imported }: Conditions): string => module ?? imported ?? ''

type Conditions = { readonly default?: string; readonly import?: string }

interface Manifest {
  readonly exports: Readonly<Record<string, string | Conditions>>
  readonly bin?: Readonly<Record<string, string>>
}
