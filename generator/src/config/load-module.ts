import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { JitiOptions } from 'jiti'
import { placesOfError } from './place-of-error.js'

/** What a module of the user's exports by default, or why it does not, and the files that were read for it. */
export type LoadedModule = ({ readonly value: unknown } | { readonly error: unknown }) & {
  /** Absolute paths, without packages. */
  readonly files: readonly string[]
}

/**
 * Loads a module of the user's, TypeScript or JavaScript, by its path or by the name that the file `from` knows it
 * by.
 * What it imports from `tidings` and `@tidings/templates` is this very copy, so that nobody has to install them
 * a second time. Nothing of an earlier load is kept: with --watch the module may have changed.
 */
export async function loadModule(specifier: string, from: string): Promise<LoadedModule> {
  const [{ createJiti }, tidings, templates] = await Promise.all([
    import('jiti'),
    import('../index.js'),
    import('@tidings/templates'),
  ])
  const options: JitiOptions = {
    fsCache: false,
    interopDefault: false,
    virtualModules: { tidings, '@tidings/templates': templates },
  }
  const { cache } = createRequire(import.meta.url)
  const before = new Set(Object.keys(cache))
  try {
    const exports = await createJiti(from, options).import<{ readonly default?: unknown }>(specifier)
    return { value: await exports.default, files: added(cache, before) }
  } catch (error) {
    const told = placesOfError(error, dirname(from)).map(({ file }) => file)
    return { error, files: [...added(cache, before), ...told] }
  } finally {
    for (const file of added(cache, before)) delete cache[file]
  }
}

const added = (cache: object, before: ReadonlySet<string>): string[] =>
  Object.keys(cache).filter((file) => !before.has(file) && !/[\\/]node_modules[\\/]/.test(file))
