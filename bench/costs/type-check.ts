import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Contestant } from '../measure.js'
import type { Code } from './codes.js'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

const compilerOptions = {
  noEmit: true,
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  skipLibCheck: true,
  types: [],
}

/** The whole `tsc` over all of it; what it finds wrong is thrown. */
export async function typeCheck({ name, folder }: Code): Promise<Contestant> {
  const project = join(folder, 'tsconfig.json')
  await writeFile(project, JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
  return { name, run: () => promisify(execFile)(process.execPath, [tsc, '--project', project]) }
}
