import { existsSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Finding } from '@tidings/contract'
import { configNames } from '../config/find-config.js'
import type { Manifest } from './edit-manifest.js'
import { findContracts } from './find-contracts.js'
import { unreadableManifest, unreadableTsconfig } from './init-findings.js'
import { detectPackageManager, type PackageManager } from './package-manager.js'
import { readTypeScriptSettings, type TypeScriptSettings } from './typescript-settings.js'

/** What is to be known of a project before anything is written into it. */
export interface Project {
  /** The folder of its `package.json`, or where that is to be. */
  readonly folder: string
  /** In kebab-case, from `package.json` or the folder. */
  readonly name: string
  readonly manifest?: { readonly text: string; readonly value: Manifest }
  readonly packageManager: PackageManager
  readonly isCommonJs: boolean
  readonly usesTypeScript: boolean
  readonly typescript?: TypeScriptSettings
  readonly hasSourceFolder: boolean
  /** AsyncAPI documents, as paths from its folder. */
  readonly contracts: readonly string[]
  /** The name of its config file. */
  readonly config?: string
}

export interface Inspected {
  /** Absent where a finding is an error. */
  readonly project?: Project
  readonly findings: readonly Finding[]
}

/** Looks at the project that a folder belongs to. Writes nothing. */
export async function inspectProject(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Inspected> {
  const folder = projectFolderOf(cwd)
  const file = join(folder, 'package.json')
  const text = existsSync(file) ? await readFile(file, 'utf8') : undefined
  const manifest = text === undefined ? undefined : parseManifest(text, file)
  if (manifest !== undefined && 'rule' in manifest) return { findings: [manifest] }
  const value = manifest?.value ?? {}
  const names = await readdir(folder)
  const tsconfig = join(folder, 'tsconfig.json')
  let typescript: TypeScriptSettings | undefined
  try {
    typescript = readTypeScriptSettings(folder, typescriptMajorIn(value))
  } catch (error) {
    return { findings: [unreadableTsconfig(tsconfig, error)] }
  }
  const config = configNames.find((name) => names.includes(name))
  const name = kebab(typeof value['name'] === 'string' ? value['name'] : basename(folder))
  return {
    findings: [],
    project: {
      folder,
      name: name === '' ? 'my-application' : name,
      ...(manifest && { manifest }),
      packageManager: await detectPackageManager(folder, env),
      isCommonJs: value['type'] !== 'module',
      usesTypeScript: typescript !== undefined || manifest === undefined || rangeOf(value, 'typescript') !== undefined,
      ...(typescript && { typescript }),
      hasSourceFolder: statSync(join(folder, 'src'), { throwIfNoEntry: false })?.isDirectory() ?? false,
      contracts: await findContracts(folder),
      ...(config !== undefined && { config }),
    },
  }
}

/** The nearest folder that holds a `package.json`, as far as the one that holds `.git`; else the folder itself. */
function projectFolderOf(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) return cwd
  }
}

function parseManifest(text: string, file: string): { text: string; value: Manifest } | Finding {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { text, value: value as Manifest }
    return unreadableManifest(file, text, new Error('it is no object'))
  } catch (error) {
    return unreadableManifest(file, text, error)
  }
}

function rangeOf(manifest: Manifest, name: string): string | undefined {
  for (const part of ['devDependencies', 'dependencies', 'peerDependencies']) {
    const range = (manifest[part] as Manifest | undefined)?.[name]
    if (typeof range === 'string') return range
  }
  return undefined
}

/** By what `package.json` asks for; without, the newest. */
const typescriptMajorIn = (manifest: Manifest): number =>
  Number(/\d+/.exec(rangeOf(manifest, 'typescript') ?? '')?.[0] ?? 6)

const kebab = (name: string): string =>
  name
    .replace(/^@[^/]*\//, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
