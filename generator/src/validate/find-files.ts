import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { globSync, isDynamicPattern } from 'tinyglobby'
import { WrongUsage } from '../command-line/wrong-usage.js'

/** Standard input, as an argument. */
export const standardInput = '-'

/**
 * The files that arguments name, absolute, each once, those of a glob sorted. Throws {@link WrongUsage} for one that
 * is not there, is a folder, or matches nothing.
 */
export function findFiles(names: readonly string[], cwd: string): readonly string[] {
  return [...new Set(names.flatMap((name) => (name === standardInput ? [name] : filesOf(name, cwd))))]
}

function filesOf(name: string, cwd: string): readonly string[] {
  const file = resolve(cwd, name)
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats?.isDirectory() === true)
    throw new WrongUsage(`${name} is a folder; name its files, as in '${name}/**/*.ndjson'`)
  if (stats !== undefined) return [file]
  if (!isDynamicPattern(name)) throw new WrongUsage(`there is no file ${name}; expected recorded events`)
  // On Windows a backslash parts folders; elsewhere it takes a sign of the pattern for itself.
  const found = globSync([process.platform === 'win32' ? name.replaceAll('\\', '/') : name], {
    cwd,
    absolute: true,
    expandDirectories: false,
  })
  if (found.length === 0) throw new WrongUsage(`${name} matches no file; expected recorded events`)
  return found.map((path) => resolve(path)).sort()
}
