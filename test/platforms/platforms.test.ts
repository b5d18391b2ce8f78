import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { createProject, type Project, printed } from './project.js'

const modules = join(workspaceRoot, 'node_modules')
// A Node 24 among the workspace's own commands would run all of its scripts, so it is named from outside
const node24 = process.env.NODE_24 ?? (Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined)
if (node24 === undefined) console.warn('No Node 24 (NODE_24 names none): its test is skipped')

let withJs: Project
let withTs: Project

beforeAll(async () => {
  withJs = await createProject('.js')
  withTs = await createProject('.ts')
}, 60_000)

afterAll(async () => {
  await rm(withJs.folder, { recursive: true, force: true })
  await rm(withTs.folder, { recursive: true, force: true })
})

test.each(['typescript-5.8', 'typescript', 'typescript-6', 'typescript-7'])(
  '%s compiles the SDK under the strictest settings, with either import ending',
  async (compiler) => {
    const tsc = join(modules, compiler, 'bin/tsc')
    for (const project of [withJs, withTs]) await project.run(process.execPath, tsc, '--noEmit')
  },
  60_000,
)

test('plain tsc builds what Node runs', async () => {
  for (const project of [withJs, withTs]) {
    await project.run(process.execPath, join(modules, 'typescript/bin/tsc'))
    expect(await project.run(process.execPath, 'dist/app.js')).toBe(printed)
  }
})

test('tsx runs the sources', async () => {
  for (const project of [withJs, withTs]) {
    expect(await project.run(process.execPath, join(modules, 'tsx/dist/cli.mjs'), 'app.ts')).toBe(printed)
  }
})

test('esbuild bundles what Node runs', async () => {
  for (const project of [withJs, withTs]) {
    const bundle = [
      'app.ts',
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--outfile=bundle.mjs',
      '--log-level=error',
    ]
    await project.run(join(modules, '.bin/esbuild'), ...bundle)
    expect(await project.run(process.execPath, 'bundle.mjs')).toBe(printed)
  }
})

test('Vite builds what Node runs', async () => {
  const build = ['build', '--ssr', 'app.ts', '--outDir', 'vite', '--logLevel', 'error']
  for (const project of [withJs, withTs]) {
    await project.run(process.execPath, join(modules, 'vite/bin/vite.js'), ...build)
    expect(await project.run(process.execPath, 'vite/app.js')).toBe(printed)
  }
})

test.skipIf(node24 === undefined)('Node 24 strips the types by itself', async () => {
  expect(await withTs.run(node24 ?? '', 'app.ts')).toBe(printed)
})
