import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { version } from '../command-line/version.js'

/** What a package manager rewrites in `node_modules` whenever it installs something. */
const installStates = ['.package-lock.json', '.yarn-integrity', '.yarn-state.yml', '.modules.yaml', '.pnpm/lock.yaml']

/**
 * Changes with everything that generation runs on: Node, our own code, and the packages that are installed for it.
 * Nothing where no package manager tells what is installed, as with Plug'n'Play.
 */
export function stampOfTool(): string | undefined {
  const here = packageFolder('tidings')
  const installed = ancestors(here).flatMap((folder) =>
    installStates.map((name) => stampOf(join(folder, 'node_modules', name))).filter((stamp) => stamp !== undefined),
  )
  if (installed.length === 0) return undefined
  // `dist`, or `src` where the source runs without a build
  const [code = ''] = relative(here, import.meta.dirname).split(sep)
  const packages = [here, packageFolder('@tidings/contract'), packageFolder('@tidings/templates')]
  const modules = packages.flatMap((folder) => modulesIn(join(folder, code)))
  const stamps = [process.version, version(), ...installed, ...modules.sort().map(stampOf)]
  return createHash('sha256').update(stamps.join('\n')).digest('hex')
}

/** By name: as it is published, a module stands somewhere else than as it is written. */
const packageFolder = (name: 'tidings' | '@tidings/contract' | '@tidings/templates'): string =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))

function ancestors(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...ancestors(above)]
}

/** Walked by hand: the recursive `readdirSync` of Node 20 takes six times as long, and `join` twice. */
function modulesIn(folder: string, modules: string[] = []): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}${sep}${entry.name}`
    if (entry.isDirectory()) modulesIn(path, modules)
    else if (isModule.test(entry.name)) modules.push(path)
  }
  return modules
}

const isModule = /(?<!\.d|\.test)\.[jt]s$/

/** The time of the last change of its content or its owner cannot be set back, as that of a write can. */
function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats && `${file} ${stats.ino} ${stats.size} ${stats.ctimeMs}`
}
