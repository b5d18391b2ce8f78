import { readFileSync } from 'node:fs'
import type { Finding, Place } from '@tidings/contract'
import { placeInModule } from '../config/place-in-module.js'
import { reasonOf } from '../config/place-of-error.js'
import type { TypeScriptSettings } from './typescript-settings.js'

export const unreadableManifest = (file: string, text: string, error: unknown): Finding => ({
  rule: 'init-manifest',
  severity: 'error',
  message: `package.json cannot be read: ${reasonOf(error)}; expected a JSON object`,
  place: { file, ...placeIn(text, error) },
  mend: 'Correct it until npm takes it; nothing was written.',
})

export const unreadableTsconfig = (file: string, error: unknown): Finding => ({
  rule: 'init-tsconfig',
  severity: 'error',
  message: `tsconfig.json cannot be read: ${reasonOf(error)}; expected one that tsc takes`,
  place: { file, line: 1, column: 1 },
  mend: 'Correct it until tsc takes it; nothing was written.',
})

export const oldResolution = ({ file, moduleResolution }: TypeScriptSettings): Finding => ({
  rule: 'init-module',
  severity: 'warning',
  message: `modules are resolved in the manner of ${moduleResolution}, which knows no "exports" of packages; expected nodenext or bundler`,
  place: optionPlace(file, 'moduleResolution'),
  mend: 'Set "module": "nodenext" in tsconfig.json, or "moduleResolution": "bundler" where a bundler builds. Until then tsc does not find @tidings/runtime/sdk/v1.',
})

export const commonJsBefore = ({ file, module }: TypeScriptSettings): Finding => ({
  rule: 'init-module',
  severity: 'warning',
  message: `CommonJS modules are compiled for ${module}, where they cannot import ES modules such as @tidings/runtime; expected nodenext`,
  place: optionPlace(file, 'module'),
  mend: 'Set "module": "nodenext" in tsconfig.json (Node 20.19 and later can do it), or "type": "module" in package.json.',
})

export const endingsOfPackage = (config: string, file: string): Finding => ({
  rule: 'init-package',
  severity: 'warning',
  message: `${config} lets import specifiers end in nothing, which Node does not find in a package; expected ".js"`,
  place: { file, line: 1, column: 1 },
  mend: 'Set importExtension to ".js", and generate again.',
})

function optionPlace(file: string, option: string): Place {
  try {
    return { file, ...placeInModule(readFileSync(file, 'utf8'), ['compilerOptions', option]) }
  } catch {
    return { file, line: 1, column: 1 }
  }
}

/** V8 tells where JSON goes wrong. */
function placeIn(text: string, error: unknown): { line: number; column: number } {
  const before = text.slice(0, Number(/position (\d+)/.exec(reasonOf(error))?.[1] ?? 0)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
