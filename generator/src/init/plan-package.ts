import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../command-line/version.js'
import { model } from '../contract/model.js'
import type { GenerateOptions } from '../generate/generate-options.js'
import { placeName } from '../report/place-name.js'
import type { PlannedFile } from './planned-file.js'

export interface PackagePlan {
  readonly writes: readonly PlannedFile[]
  readonly kept: readonly string[]
}

/**
 * Says what makes an output folder a package to publish: a `package.json` and a `tsconfig.json`, which generation
 * never touches. Its version is the contract's.
 */
export async function planPackage(options: GenerateOptions, name: string, folder: string): Promise<PackagePlan> {
  const out = placeName(options.out, folder)
  const { contract } = await model(options).catch(() => ({ contract: undefined }))
  const wanted: readonly PlannedFile[] = [
    {
      path: `${out}/package.json`,
      text: printed(manifestOf(name, versionOf(contract?.version))),
      tells: `the package ${name}`,
    },
    { path: `${out}/tsconfig.json`, text: printed(tsconfigOf(options.importExtension)), tells: 'how it is built' },
  ]
  const isThere = ({ path }: PlannedFile) => existsSync(join(folder, path))
  return { writes: wanted.filter((file) => !isThere(file)), kept: wanted.filter(isThere).map(({ path }) => path) }
}

const manifestOf = (name: string, contractVersion: string) => ({
  name,
  version: contractVersion,
  type: 'module',
  sideEffects: false,
  exports: { '.': entry('index'), './registry': entry('registry') },
  files: ['dist'],
  scripts: { build: 'tsc', prepack: 'npm run build' },
  peerDependencies: { '@tidings/runtime': `^${version()}` },
  devDependencies: { '@tidings/runtime': `^${version()}`, typescript: '^5.9.0' },
})

// `default`, not `import`, so that CommonJS modules can load it too (Node 20.19 and later).
const entry = (name: string) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` })

const tsconfigOf = (importExtension: GenerateOptions['importExtension']) => ({
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    declaration: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'dist',
    ...(importExtension === '.ts' && { rewriteRelativeImportExtensions: true }),
  },
  include: ['**/*.ts'],
  exclude: ['dist', 'node_modules'],
})

const versionOf = (given: string | undefined): string =>
  given !== undefined && /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(given) ? given : '0.1.0'

const printed = (value: object): string => `${JSON.stringify(value, null, 2)}\n`
