import { version } from '../command-line/version.js'
import type { PlannedFile } from './planned-file.js'
import { scripts } from './scripts.js'

/** The `package.json` of a project that has none. */
export function freshManifest(name: string): PlannedFile {
  const range = `^${version()}`
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: { ...scripts, build: 'tsc' },
    dependencies: { '@tidings/runtime': range },
    devDependencies: { tidings: range, typescript: '^5.9.0' },
  }
  return { path: 'package.json', text: `${JSON.stringify(manifest, null, 2)}\n`, tells: 'scripts and dependencies' }
}

/** The `tsconfig.json` of a project that has none. */
export const freshTsconfig: PlannedFile = {
  path: 'tsconfig.json',
  text: `${JSON.stringify(
    {
      compilerOptions: {
        target: 'es2022',
        module: 'nodenext',
        strict: true,
        skipLibCheck: true,
        rootDir: '.',
        outDir: 'dist',
      },
      include: ['src', 'generated'],
    },
    null,
    2,
  )}\n`,
  tells: 'TypeScript settings',
}
