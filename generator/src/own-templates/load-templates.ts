import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { Template } from '@tidings/templates'
import { loadModule } from '../config/load-module.js'
import { noTemplate, noTemplates, templatesNotFound, templatesThrew } from './template-findings.js'

export interface LoadedTemplates {
  readonly templates: readonly Template[]
  readonly findings: readonly Finding[]
  /** Every file that was read for them, and where one was looked for. */
  readonly files: readonly string[]
  /** The file of a template, by its name. */
  readonly homes: ReadonlyMap<string, string>
}

/**
 * Loads a user's templates. A path leads to a module, or to a folder: its `index` module, else each module in
 * it. Anything else is the name of a package, as it is installed for `from`. A module's default export is a
 * template or a list of them.
 */
export async function loadTemplates(
  sources: readonly (string | Template)[],
  from: string = process.cwd(),
): Promise<LoadedTemplates> {
  const templates: Template[] = []
  const findings: Finding[] = []
  const files: string[] = []
  const homes = new Map<string, string>()
  for (const source of sources) {
    const loaded = typeof source === 'string' ? await loadSource(source, from) : judge(source, 'the config file')
    templates.push(...loaded.templates)
    findings.push(...loaded.findings)
    files.push(...loaded.files)
    for (const { name } of loaded.templates) if (loaded.home !== undefined) homes.set(name, loaded.home)
  }
  return { templates, findings, files, homes }
}

interface LoadedSource {
  readonly templates: readonly Template[]
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly home?: string
}

async function loadSource(source: string, from: string): Promise<LoadedSource> {
  if (!source.startsWith('.') && !isAbsolute(source)) return loadOne(source, source, from)
  const path = resolve(from, source)
  const modules = await modulesAt(path)
  if (modules.length === 0) return { templates: [], findings: [templatesNotFound(source)], files: [path] }
  const loaded: LoadedSource[] = []
  for (const module of modules) loaded.push(await loadOne(module, module, from))
  return {
    templates: loaded.flatMap(({ templates }) => templates),
    findings: loaded.flatMap(({ findings }) => findings),
    files: [path, ...loaded.flatMap(({ files }) => files)],
    ...(modules[0] === undefined ? {} : { home: modules[0] }),
  }
}

async function loadOne(specifier: string, named: string, from: string): Promise<LoadedSource> {
  const isFile = isAbsolute(specifier)
  const ownFiles = isFile ? [specifier] : []
  try {
    const { exports, files } = await loadModule(specifier, join(from, 'tidings.config.js'))
    return { ...judge(exports['default'], named), files: [...ownFiles, ...files] }
  } catch (error) {
    return { templates: [], findings: [templatesThrew(named, error, isFile)], files: ownFiles }
  }
}

function judge(exported: unknown, named: string): LoadedSource {
  const list: readonly unknown[] = Array.isArray(exported) ? exported : [exported]
  const home = isAbsolute(named) ? { home: named } : {}
  if (list.length === 0) return { templates: [], findings: [noTemplates(named)], files: [] }
  const templates = list.filter(isTemplate)
  const findings = list.filter((entry) => !isTemplate(entry)).map((entry) => noTemplate(named, entry))
  return { templates: findings.length > 0 ? [] : templates, findings, files: [], ...home }
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  value.name !== '' &&
  'render' in value &&
  typeof value.render === 'function'

const isModule = (name: string): boolean => /\.m?[jt]s$/.test(name) && !/\.(?:d|test|spec)\.m?[jt]s$/.test(name)

async function modulesAt(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) return []
  if (!stats.isDirectory()) return [path]
  const names = (await readdir(path)).filter(isModule).sort()
  const index = names.find((name) => /^index\.m?[jt]s$/.test(name))
  return (index === undefined ? names : [index]).map((name) => join(path, name))
}
