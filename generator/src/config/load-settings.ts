import { dirname, isAbsolute, resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { GivenOptions } from '../command-line/options.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { GenerateOptions } from '../generate/generate-options.js'
import type { LintConfig } from '../lint/lint-config.js'
import type { Format } from '../report/formats.js'
import type { TidingsConfig } from './config.js'
import { findConfig, isReadable } from './find-config.js'
import { readConfig } from './read-config.js'

/** What command line, config and defaults come to. Paths are absolute. */
export interface Settings extends GenerateOptions {
  readonly format: Format
  readonly verbose: boolean
  readonly lint?: LintConfig
}

export interface LoadedSettings {
  /** Absent when there is a finding. */
  readonly settings?: Settings
  readonly findings: readonly Finding[]
  /** The config file and what it imports. */
  readonly files: readonly string[]
}

/** Reads the config file, if there is one, and lets the command line go before it. */
export async function loadSettings(
  given: { readonly arguments: readonly string[]; readonly options: GivenOptions },
  cwd: string,
): Promise<LoadedSettings> {
  const file = await chooseConfig(given.options.config, cwd)
  const { config = {}, findings, files } = file === undefined ? { findings: [], files: [] } : await readConfig(file)
  if (findings.length > 0) return { findings, files }
  const base = file === undefined ? cwd : dirname(file)
  return { settings: merge(given.arguments[0], given.options, config, cwd, base), findings, files }
}

async function chooseConfig(asked: string | undefined, cwd: string): Promise<string | undefined> {
  if (asked === undefined) return findConfig(cwd)
  const file = resolve(cwd, asked)
  if (!(await isReadable(file))) throw new WrongUsage(`cannot read the config file ${asked}`)
  return file
}

function merge(
  contract: string | undefined,
  options: GivenOptions,
  config: TidingsConfig,
  cwd: string,
  base: string,
): Settings {
  const language = options.language ?? config.language
  const lint = { ...config.lint, ...(options.ruleSet === undefined ? {} : { extends: options.ruleSet }) }
  return {
    contract: contract === undefined ? resolve(base, config.contract ?? 'asyncapi.yaml') : resolve(cwd, contract),
    out: chooseOut(options, config, cwd, base),
    ...(language === undefined ? {} : { language }),
    ...(Object.keys(lint).length === 0 ? {} : { lint }),
    perspective: options.perspective ?? config.perspective ?? 'application',
    importExtension:
      options.importExtension === 'none' ? '' : (options.importExtension ?? config.importExtension ?? '.js'),
    templates: (config.templates ?? []).map((template) =>
      typeof template === 'string' && (template.startsWith('.') || isAbsolute(template))
        ? resolve(base, template)
        : template,
    ),
    templatesFrom: base,
    allowRemoteRefs: options.allowRemoteRefs ?? config.allowRemoteRefs ?? false,
    allowRefsOutside: options.allowRefsOutside ?? config.allowRefsOutside ?? false,
    format: options.format ?? config.format ?? 'text',
    verbose: options.verbose ?? config.verbose ?? false,
  }
}

/** Models in a language go to a folder named for it, unless the folder was given together with the language. */
function chooseOut(options: GivenOptions, config: TidingsConfig, cwd: string, base: string): string {
  if (options.out !== undefined) return resolve(cwd, options.out)
  const out = resolve(base, config.out ?? 'generated')
  const language = options.language ?? config.language
  const isNamedWithLanguage = options.language === undefined && config.out !== undefined
  return language === undefined || isNamedWithLanguage ? out : resolve(out, language)
}
