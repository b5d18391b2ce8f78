import { createRequire } from 'node:module'
import type { JitiOptions } from 'jiti'

/** What a module of the user's exports, and the files that were read for it. */
export interface LoadedModule {
  readonly exports: Readonly<Record<string, unknown>>
  /** Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Loads a module of the user's, TypeScript or JavaScript, by its path or by the name that `from` knows it by.
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
    const exports = await createJiti(from, options).import<Readonly<Record<string, unknown>>>(specifier)
    return { exports, files: added(cache, before) }
  } finally {
    for (const file of added(cache, before)) delete cache[file]
  }
}

const added = (cache: object, before: ReadonlySet<string>): string[] =>
  Object.keys(cache).filter((file) => !before.has(file) && !/[\\/]node_modules[\\/]/.test(file))
