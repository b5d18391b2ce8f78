import { isAbsolute, resolve } from 'node:path'
import type { GivenOptions } from '../command-line/options.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { Compatibility } from '../diff/judge-changes.js'
import type { GenerateOptions } from '../generate/generate-options.js'
import type { LintConfig } from '../lint/lint-config.js'
import type { Format } from '../report/formats.js'
import { placeName } from '../report/place-name.js'
import type { ProjectConfig, TidingsConfig } from './config.js'
import { isObject } from './config-key.js'
import type { Given } from './given.js'

/** What command line, config and defaults come to for one project. Paths are absolute. */
export interface Settings extends GenerateOptions {
  /** The project's name. */
  readonly project: string
  readonly compatibility?: Compatibility
  readonly undeclaredInUse?: boolean
  readonly lint?: LintConfig
  readonly format: Format
  readonly verbose: boolean
  readonly tolerant: boolean
  readonly maxFindings: number
}

export interface Folders {
  /** What paths of the command line are relative to. */
  readonly cwd: string
  /** What paths of the config are relative to. */
  readonly base: string
}

/** A project's own keys go before what the config says of all, and the command line before both. */
export function settle(
  project: ProjectConfig,
  shared: TidingsConfig,
  { contract: named, options }: Given,
  folders: Folders,
): Settings {
  const { cwd, base } = folders
  const config = overlay(shared, project)
  const language = options.language ?? config.language
  const lint = { ...config.lint, ...(options.ruleSet === undefined ? {} : { extends: options.ruleSet }) }
  const compatibility = options.compatibility ?? config.compatibility
  const undeclaredInUse = options.undeclaredInUse ?? config.undeclaredInUse
  const importExtension = options.importExtension ?? config.importExtension ?? '.js'
  const contract = named === undefined ? resolve(base, config.contract ?? 'asyncapi.yaml') : resolve(cwd, named)
  return {
    project: config.name ?? placeName(contract, base),
    contract,
    out: chooseOut(options, config, folders),
    ...(language === undefined ? {} : { language }),
    ...(compatibility === undefined ? {} : { compatibility }),
    ...(Object.keys(lint).length === 0 ? {} : { lint }),
    ...(undeclaredInUse === undefined ? {} : { undeclaredInUse }),
    perspective: options.perspective ?? config.perspective ?? 'application',
    importExtension: importExtension === 'none' ? '' : importExtension,
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
    tolerant: options.tolerant ?? config.tolerant ?? false,
    maxFindings: options.maxFindings === undefined ? (config.maxFindings ?? 100) : countOf(options.maxFindings),
  }
}

function countOf(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  throw new WrongUsage(`--max-findings is ${JSON.stringify(text)}; expected a number, 0 or more`)
}

/** Objects are laid over each other key by key; anything else is replaced. */
function overlay<T extends object>(below: T, above: Partial<T>): T {
  const laid = { ...below } as Record<string, unknown>
  for (const [key, value] of Object.entries(above)) {
    const under = laid[key]
    if (value !== undefined) laid[key] = isObject(under) && isObject(value) ? overlay(under, value) : value
  }
  return laid as T
}

/** Models in a language go to a folder named for it, unless the folder was given together with the language. */
function chooseOut(options: GivenOptions, config: TidingsConfig, { cwd, base }: Folders): string {
  if (options.out !== undefined) return resolve(cwd, options.out)
  const out = resolve(base, config.out ?? 'generated')
  const language = options.language ?? config.language
  const isNamedWithLanguage = options.language === undefined && config.out !== undefined
  return language === undefined || isNamedWithLanguage ? out : resolve(out, language)
}
