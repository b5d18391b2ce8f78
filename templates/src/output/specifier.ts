import { posix } from 'node:path'

/** How the specifier of an import ends: `.js` unless a bundler or Node's type stripping wants it otherwise. */
export type ImportExtension = '.js' | '.ts' | ''

/** Whether a module is a file of the output, not a package. */
export const isOutputFile = (module: string): boolean => module.endsWith('.ts')

/** The specifier by which the file `from` imports `module`: a package, or a file by its path from the output folder. */
export function specifierTo(module: string, from: string, extension: ImportExtension): string {
  if (!isOutputFile(module)) return module
  const path = posix.relative(posix.dirname(from), module).replace(/\.ts$/, extension)
  return path.startsWith('.') ? path : `./${path}`
}
