import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { packInto } from './tarballs.js'

/** Fails with what the program printed. */
const execute = (file: string, argv: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  promisify(execFile)(file, argv, options).catch((error) => expect.fail(`${error.message}\n${error.stdout}`))
const tsc = join(workspaceRoot, 'node_modules/typescript/bin/tsc')
let folder: string

// One installation above all projects, as in a workspace: Node and npm look upwards.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-init-'))
  const tarballs = await packInto(join(folder, 'tarballs'), ['contract', 'templates', 'runtime', 'generator'])
  await npm(
    ['install', '--prefix', '.', '--no-save', '--ignore-scripts', '--prefer-offline', ...tarballs.values()],
    folder,
  )
  await rm(join(folder, 'package.json'), { force: true })
  for (const name of ['typescript', '.bin/tsc']) {
    await rm(join(folder, 'node_modules', name), { recursive: true, force: true })
    await symlink(join(workspaceRoot, 'node_modules', name), join(folder, 'node_modules', name))
  }
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const npm = (argv: readonly string[], cwd: string) => execute('npm', [...argv, '--no-audit', '--no-fund'], { cwd })

/** Starts tidings in a project with these files, generates, and type-checks. */
async function started(name: string, files: Readonly<Record<string, string>>, ...argv: string[]): Promise<string> {
  const project = join(folder, name)
  await mkdir(project)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), text)
  }
  const program = join(folder, 'node_modules/tidings/bin/tidings.js')
  await execute(process.execPath, [program, 'init', ...argv], { cwd: project })
  await npm(['run', 'generate'], project)
  await execute(process.execPath, [tsc], { cwd: project })
  return project
}

const application = (ending: string, importing = 'src') => `import { createBus } from '@tidings/runtime'
import { inMemory } from '@tidings/runtime/in-memory'
import { OrderPlaced } from '${importing}/index${ending}'

async function main(): Promise<void> {
  const bus = createBus({ transport: inMemory() })
  bus.subscribe('hello', OrderPlaced, async ({ data }) => console.log(\`order \${data.orderId}\`))
  await bus.start()
  await bus.publish(new OrderPlaced({ orderId: '17', placedAt: '2026-03-14T18:30:00Z' }))
  await bus.close()
}
void main()
`

const output = async (file: string) => (await execute(process.execPath, [file])).stdout

test('an empty folder becomes a project that compiles and runs', async () => {
  const project = await started('empty', {})
  await mkdir(join(project, 'src'))
  await writeFile(join(project, 'src/main.ts'), application('.js', '../generated'))

  await npm(['run', 'build'], project)
  await npm(['run', 'check:contract'], project)

  expect(await output(join(project, 'dist/src/main.js'))).toBe('order 17\n')
}, 120_000)

const manifest = (parts: object) => JSON.stringify({ name: 'shop', private: true, ...parts })
const tsconfig = (compilerOptions: object, parts: object = {}) =>
  JSON.stringify({ compilerOptions: { target: 'es2022', strict: true, types: [], ...compilerOptions }, ...parts })

test('an ES module project with sources keeps its layout, and runs', async () => {
  const project = await started('esm', {
    'package.json': manifest({ type: 'module', devDependencies: { typescript: '^5.9.0' } }),
    'tsconfig.json': tsconfig({ module: 'nodenext', rootDir: 'src', outDir: 'dist' }, { include: ['src'] }),
    'src/main.ts': "console.log('before')\n",
  })
  await writeFile(join(project, 'src/main.ts'), application('.js', './generated'))

  await execute(process.execPath, [tsc], { cwd: project })

  expect(await output(join(project, 'dist/main.js'))).toBe('order 17\n')
}, 120_000)

test('a CommonJS project compiles and runs', async () => {
  const project = await started('commonjs', {
    'package.json': manifest({ devDependencies: { typescript: '^5.9.0' } }),
    'tsconfig.json': tsconfig({ module: 'nodenext', rootDir: 'src', outDir: 'dist' }, { include: ['src'] }),
    'src/main.ts': 'export {}\n',
  })
  await writeFile(join(project, 'src/main.ts'), application('.js', './generated'))

  await execute(process.execPath, [tsc], { cwd: project })

  const compiled = await readFile(join(project, 'dist/main.js'), 'utf8')
  expect(compiled).toContain('require("@tidings/runtime")')
  expect(await output(join(project, 'dist/main.js'))).toBe('order 17\n')
}, 120_000)

test('a project that imports by .ts type-checks', async () => {
  const project = await started('ts-endings', {
    'package.json': manifest({ type: 'module', devDependencies: { typescript: '^5.9.0' } }),
    'tsconfig.json': tsconfig({ module: 'nodenext', allowImportingTsExtensions: true, noEmit: true }),
    'src/main.ts': 'export {}\n',
  })
  await writeFile(join(project, 'src/main.ts'), application('.ts', './generated'))

  await execute(process.execPath, [tsc], { cwd: project })

  expect(await readFile(join(project, 'src/generated/index.ts'), 'utf8')).toContain("order-placed.ts'")
}, 120_000)

test('a project for a bundler type-checks', async () => {
  const project = await started('bundler', {
    'package.json': manifest({ type: 'module', devDependencies: { typescript: '^5.9.0' } }),
    'tsconfig.json': tsconfig({ module: 'preserve', noEmit: true }, { include: ['src'] }),
    'src/main.ts': 'export {}\n',
  })
  await writeFile(join(project, 'src/main.ts'), application('', './generated'))

  await execute(process.execPath, [tsc], { cwd: project })
}, 120_000)

test('init --package makes a package that npm packs built', async () => {
  const project = await started('package', {}, '--package')
  // What `npm install` would bring is here already, above.
  const { stdout } = await execute('npm', ['pack', '--json', '--ignore-scripts=false'], {
    cwd: join(project, 'generated'),
  })

  const [{ name, files }] = JSON.parse(stdout.slice(stdout.indexOf('[')))
  expect(name).toBe('package-events')
  expect(files.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/registry.js', 'package.json']),
  )
  expect((await readdir(join(project, 'generated'))).sort()).toContain('tsconfig.json')
}, 120_000)
