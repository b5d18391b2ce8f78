import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createFilesMatcher, getTsconfig, parseTsconfig, type TsConfigJsonResolved } from 'get-tsconfig'

/** What of a project's TypeScript settings matters to generated code. */
export interface TypeScriptSettings {
  /** The absolute path of the `tsconfig.json` that says them. */
  readonly file: string
  readonly module: string
  readonly moduleResolution: string
  /** Import specifiers may end in `.ts`. */
  readonly allowsTsEndings: boolean
  readonly emits: boolean
  /** Whether a file belongs to what is compiled. */
  includes(file: string): boolean
}

/** Reads the `tsconfig.json` of a folder, what it extends too; where it only refers to others, the first of these. */
export function readTypeScriptSettings(folder: string, typescriptMajor: number): TypeScriptSettings | undefined {
  const path = join(folder, 'tsconfig.json')
  if (!existsSync(path)) return undefined
  const found = getTsconfig(path)
  if (found === null) return undefined
  const { file, config } = followed(path, found.config)
  const options = config.compilerOptions ?? {}
  const module = (options.module ?? defaultModule(options.target, typescriptMajor)).toLowerCase()
  const matches = createFilesMatcher({ path: file, config })
  return {
    file,
    module,
    moduleResolution: (options.moduleResolution ?? defaultResolution(module, typescriptMajor)).toLowerCase(),
    allowsTsEndings: options.allowImportingTsExtensions === true || rewritesEndings(options),
    emits: options.noEmit !== true && options.emitDeclarationOnly !== true,
    includes: (name) => matches(name) !== undefined,
  }
}

function followed(path: string, config: TsConfigJsonResolved): { file: string; config: TsConfigJsonResolved } {
  const reference = config.references?.[0]?.path
  const isOnlyReferring = reference !== undefined && config.files?.length === 0
  if (!isOnlyReferring) return { file: path, config }
  const named = resolve(dirname(path), reference)
  const file = existsSync(join(named, 'tsconfig.json')) ? join(named, 'tsconfig.json') : named
  return existsSync(file) ? { file, config: parseTsconfig(file) } : { file: path, config }
}

const rewritesEndings = (options: object): boolean =>
  'rewriteRelativeImportExtensions' in options && options.rewriteRelativeImportExtensions === true

// As TypeScript's handbook has them, under "module" and "moduleResolution"; 6.0 changed both.
const defaultModule = (target: string | undefined, major: number): string =>
  major >= 6 ? 'esnext' : target === undefined || /^es[35]$/i.test(target) ? 'commonjs' : 'es2015'

function defaultResolution(module: string, major: number): string {
  if (/^node(?:16|18|20|next)$/.test(module)) return module === 'nodenext' ? 'nodenext' : 'node16'
  if (module === 'preserve' || major >= 6) return 'bundler'
  return module === 'commonjs' ? 'node10' : 'classic'
}
