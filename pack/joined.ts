import { dirname, resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'

/**
 * Makes one module of all that an entry is made of. Otherwise they are as many as there are sets of entries that share
 * something, and who imports that entry alone loads them all.
 */
export async function joined(entry: string, options: BuildOptions): Promise<Plugin> {
  const analysis = await build({ ...options, entryPoints: [entry], write: false, metafile: true })
  const modules = new Set(Object.keys(analysis.metafile.inputs).map((path) => resolve(path)))
  modules.delete(entry)
  const contents = [...modules].map((path) => `export * from ${JSON.stringify(path)}`).join('\n')
  const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: dirname(entry) }, write: false })
  return {
    name: 'joined',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ resolveDir, path }) =>
        modules.has(resolve(resolveDir, path)) ? { path: entry, namespace: 'joined' } : undefined,
      )
      onLoad({ filter: /./, namespace: 'joined' }, () => ({ contents: outputFiles[0]?.text ?? '' }))
    },
  }
}
