import { isAbsolute } from 'node:path'
import type { Finding } from '@tidings/contract'
import type { TemplateFailed } from '@tidings/templates'

const shape = 'defineTemplate({ name, render(sdk, output) { … } })'

export const templatesNotFound = (source: string): Finding =>
  templateFinding('template-missing', source, `there are no templates at ${source}`, 'Correct the path in "templates".')

export const templatesThrew = (source: string, error: unknown, isFile: boolean): Finding =>
  templateFinding(
    'template-failed',
    source,
    `the templates of ${source} cannot be loaded: ${reasonOf(error)}`,
    isFile ? 'Correct the module.' : 'Install the package; a folder begins with "./".',
  )

export const noTemplates = (source: string): Finding =>
  templateFinding('template-shape', source, `${source} exports no template; expected at least one`, `Export ${shape}.`)

export const noTemplate = (source: string, found: unknown): Finding =>
  templateFinding(
    'template-shape',
    source,
    `${source} exports ${describe(found)} by default; expected a template or a list of templates`,
    `Export ${shape} as default.`,
  )

/** A template of the user's threw, or wrote what cannot be written. */
export const templateFailed = ({ message }: TemplateFailed, home: string | undefined): Finding =>
  templateFinding('template-failed', home ?? '', message, 'Correct the template; nothing was written.')

function templateFinding(rule: string, source: string, message: string, mend: string): Finding {
  const place = isAbsolute(source) ? { place: { file: source, line: 1, column: 1 } } : {}
  return { rule, severity: 'error', message, ...place, mend }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'object' && value !== null) return `an object with ${Object.keys(value).join(', ') || 'nothing'}`
  return typeof value === 'function' ? 'a function' : JSON.stringify(value)
}
