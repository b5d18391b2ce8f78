import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { workspaceRoot } from '../workspace-root.js'

const execute = promisify(execFile)

export const tidings = join(workspaceRoot, 'generator/bin/tidings.js')
const strictest = join(workspaceRoot, 'test/tsconfig.strictest.json')
const fixtures = join(workspaceRoot, 'test/packages/fixtures')

/** What the program of the fixture prints, wherever it runs. */
export const printed = 'ParcelMoved: 7 is at Genova\n/place/longitude\n'

export interface Project {
  readonly folder: string
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>
}

/** A project as a user has one: the SDK of a foreign document, a program on it, and the built runtime linked. */
export async function createProject(importExtension: '.js' | '.ts'): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-platform-'))
  const run: Project['run'] = async (command, ...args) => (await execute(command, args, { cwd: folder })).stdout
  await mkdir(join(folder, 'node_modules/@tidings'), { recursive: true })
  await symlink(join(workspaceRoot, 'runtime'), join(folder, 'node_modules/@tidings/runtime'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: strictest, compilerOptions: { outDir: 'dist' } }),
  )
  const program = await readFile(join(fixtures, 'shipping-app.ts'), 'utf8')
  await writeFile(join(folder, 'app.ts'), program.replace('/index.js', `/index${importExtension}`))
  await writeFile(join(folder, 'shipping.yaml'), await readFile(join(fixtures, 'shipping.yaml')))
  await run(process.execPath, tidings, 'generate', 'shipping.yaml', '--import-extension', importExtension)
  return { folder, run }
}
