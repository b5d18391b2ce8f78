import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** By package, the version. */
export type Versions = Readonly<Record<string, string>>

/** Packages that we are compared with, in a folder of their own. */
export interface Installed {
  readonly folder: string
  /** The version of any package that came with them, too; `undefined` where it is not there. */
  versionOf(name: string): string | undefined
  /** Imports a package from there. */
  load(name: string): Promise<unknown>
}

/** Installs peers into `node_modules/.cache`, at the first run: nobody else should have to. */
export async function installInto(name: string, versions: Versions): Promise<Installed> {
  const folder = join(import.meta.dirname, '../node_modules/.cache', name)
  const versionOf = (peer: string): string | undefined => {
    const manifest = join(folder, 'node_modules', peer, 'package.json')
    return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined
  }
  mkdirSync(folder, { recursive: true })
  if (!Object.entries(versions).every(([peer, version]) => versionOf(peer) === version)) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    const packages = Object.entries(versions).map(([peer, version]) => `${peer}@${version}`)
    await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], {
      cwd: folder,
    })
  }
  // An import is resolved from the file that it stands in.
  const loader = join(folder, 'load.mjs')
  writeFileSync(loader, 'export const load = (name) => import(name)\n')
  const { load } = await import(pathToFileURL(loader).href)
  return { folder, versionOf, load }
}
