import type { ImportExtension } from '@tidings/templates'
import type { Project } from './inspect-project.js'

/** How import specifiers of generated files have to end in a project. */
export function importExtensionFor({ typescript, usesTypeScript }: Project): ImportExtension {
  // Without TypeScript, Node runs the files as they are (22.18 and later), and wants exactly their names.
  if (typescript === undefined) return usesTypeScript ? '.js' : '.ts'
  if (typescript.allowsTsEndings) return '.ts'
  return /^node(?:16|next)$/.test(typescript.moduleResolution) ? '.js' : ''
}
