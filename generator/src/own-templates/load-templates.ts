import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { Template } from '@tidings/templates'
import { loadModule } from '../config/load-module.js'
import { noTemplate, templatesNotFound, templatesThrew } from './template-findings.js'

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
  const take = (exported: unknown, named: string) => {
    const judged = judge(exported, named)
    templates.push(...judged.templates)
    findings.push(...judged.findings)
    for (const { name } of judged.templates) if (isAbsolute(named)) homes.set(name, named)
  }
  for (const source of sources) {
    if (typeof source !== 'string') {
      take(source, 'the config file')
      continue
    }
    const modules = isPath(source) ? await modulesAt(resolve(from, source)) : [source]
    if (isPath(source)) files.push(resolve(from, source), ...modules)
    if (modules.length === 0) findings.push(templatesNotFound(source))
    for (const module of modules) {
      const loaded = await loadModule(module, join(from, 'tidings.config.js'))
      files.push(...loaded.files)
      if ('error' in loaded) findings.push(templatesThrew(module, loaded.error))
      else take(loaded.value, module)
    }
  }
  return { templates, findings, files, homes }
}

const isPath = (source: string): boolean => source.startsWith('.') || isAbsolute(source)

/** Where one of a list is no template, none of it is taken. */
function judge(exported: unknown, named: string): Pick<LoadedTemplates, 'templates' | 'findings'> {
  const list: readonly unknown[] = Array.isArray(exported) && exported.length > 0 ? exported : [exported]
  const findings = list.filter((entry) => !isTemplate(entry)).map((entry) => noTemplate(named, entry))
  return { templates: findings.length > 0 ? [] : list.filter(isTemplate), findings }
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
