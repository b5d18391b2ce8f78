import { basename, isAbsolute } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { TemplateFailed } from '@tidings/templates'
import { placeOfError, reasonOf } from '../config/place-of-error.js'

export const templatesNotFound = (source: string): Finding => ({
  rule: 'template-missing',
  severity: 'error',
  message: `there are no templates at ${source}; expected a module, or a folder of modules`,
  mend: 'Correct the path in "templates".',
})

/** A module or package that cannot be loaded. */
export function templatesThrew(source: string, error: unknown): Finding {
  const isFile = isAbsolute(source)
  return {
    rule: 'template-failed',
    severity: 'error',
    message: `the templates of ${nameOf(source)} cannot be loaded: ${reasonOf(error)}`,
    ...(isFile ? { place: placeOfError(error, source) } : {}),
    mend: isFile ? 'Correct the module.' : 'Install the package; the path of a folder begins with "./".',
  }
}

export const noTemplate = (source: string, found: unknown): Finding => ({
  rule: 'template-shape',
  severity: 'error',
  message: `${nameOf(source)} exports ${describe(found)} by default; expected a template or a list of templates`,
  ...(isAbsolute(source) ? { place: { file: source, line: 1, column: 1 } } : {}),
  mend: 'Export defineTemplate({ name, render(sdk, output) { … } }) as default.',
})

/** A template of the user's threw, or wrote what cannot be written. */
export const templateFailed = (error: TemplateFailed, home: string | undefined): Finding => ({
  rule: 'template-failed',
  severity: 'error',
  message: error.message,
  ...(home === undefined ? {} : { place: placeOfError(error.cause, home) }),
  mend: 'Correct the template; until then nothing is written.',
})

const nameOf = (source: string): string => (isAbsolute(source) ? basename(source) : source)

function describe(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'nothing'
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).join(', ') || 'nothing'}`
  return typeof value === 'function' ? 'a function' : JSON.stringify(value)
}
