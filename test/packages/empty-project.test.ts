import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceRoot } from '../workspace-root.js'
import { packInto } from './tarballs.js'

const execute = promisify(execFile)
const fixtures = join(workspaceRoot, 'test/packages/fixtures')
const strictest = join(workspaceRoot, 'test/tsconfig.strictest.json')
const tsc = join(workspaceRoot, 'node_modules/typescript/bin/tsc')
let folder: string
let tarballs: Map<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidings-project-'))
  tarballs = await packInto(join(folder, 'tarballs'), ['contract', 'templates', 'runtime', 'generator', 'generated'])
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

async function emptyProject(name: string, packages: readonly string[]): Promise<string> {
  const project = join(folder, name)
  await mkdir(project)
  await writeFile(join(project, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
  const files = packages.map((each) => tarballs.get(each) ?? expect.unreachable(`${each} was not packed`))
  await execute('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...files], {
    cwd: project,
  })
  return project
}

test('a foreign document becomes an SDK whose event is published and handled', async () => {
  const project = await emptyProject('foreign', ['contract', 'templates', 'runtime', 'generator'])
  await cp(join(fixtures, 'shipping.yaml'), join(project, 'shipping.yaml'))
  await cp(join(fixtures, 'shipping-app.ts'), join(project, 'app.ts'))
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({ extends: strictest, compilerOptions: { outDir: 'dist' } }),
  )

  await execute('npx', ['--no-install', 'tidings', 'generate', 'shipping.yaml'], { cwd: project })
  await execute(process.execPath, [tsc, '--project', project])
  const { stdout } = await execute(process.execPath, ['dist/app.js'], { cwd: project })

  expect(stdout).toBe('ParcelMoved: 7 is at Genova\n/place/longitude\n')
}, 180_000)

test('templates of a user work with the packed packages', async () => {
  const example = join(workspaceRoot, 'examples/custom-template')
  const project = await emptyProject('templates', ['contract', 'templates', 'runtime', 'generator'])
  for (const part of ['asyncapi.yaml', 'tidings.config.ts', 'templates']) {
    await cp(join(example, part), join(project, part), { recursive: true })
  }

  await execute('npx', ['--no-install', 'tidings', 'generate'], { cwd: project })

  for (const golden of await readdir(join(example, 'test/golden'))) {
    const written = await readFile(join(project, 'generated', golden), 'utf8')
    expect(written).toBe(await readFile(join(example, 'test/golden', golden), 'utf8'))
  }
}, 180_000)

test('a transport of a user stands on the packed runtime, and runs the suite', async () => {
  const project = await emptyProject('transport', ['runtime'])
  await cp(join(workspaceRoot, 'examples/directory-transport/src'), join(project, 'src'), { recursive: true })
  await cp(join(fixtures, 'conform.ts'), join(project, 'conform.ts'))
  const typeRoots = [join(workspaceRoot, 'node_modules/@types')]
  await writeFile(
    join(project, 'tsconfig.json'),
    JSON.stringify({ extends: strictest, compilerOptions: { outDir: 'dist', types: ['node'], typeRoots } }),
  )

  await execute(process.execPath, [tsc, '--project', project])
  const { stdout } = await execute(process.execPath, ['dist/conform.js', join(project, 'spool')], { cwd: project })

  expect(stdout).toBe('all checks have run, refused: 39,40,41\n')
}, 180_000)

test('an SDK and its runtime bring nothing else', async () => {
  const project = await emptyProject('thin', ['runtime', 'generated'])
  const installed = (await readdir(join(project, 'node_modules'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.name === 'package.json')
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'))
  const names = (await Promise.all(installed)).map((manifest) => JSON.parse(manifest).name)

  expect(names.toSorted()).toEqual(['@mario/pizzeria-events', '@tidings/runtime'])
  const { stdout } = await execute(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "import * as sdk from '@mario/pizzeria-events'; console.log(typeof sdk.OrderConfirmed)",
    ],
    { cwd: project },
  )
  expect(stdout).toBe('function\n')
}, 120_000)
