import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { syntheticContract } from './synthetic-contract.js'

const root = join(import.meta.dirname, '../..')

/** The generated SDK of a synthetic contract, as JavaScript in `sdk/`; its types are left out, not checked. */
export async function writeSdk(folder: string, events: number): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "sideEffects": false }')
  await writeFile(join(folder, 'asyncapi.json'), syntheticContract(events))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const args = [join(root, 'generator/bin/tidings.js'), 'generate', 'asyncapi.json', '--out', 'generated']
  await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 })
  const files = await readdir(join(folder, 'generated'), { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.ts'))) {
    const { code } = await transform(await readFile(join(folder, 'generated', file), 'utf8'), { loader: 'ts' })
    const target = join(folder, 'sdk', file.replace(/\.ts$/, '.js'))
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, code)
  }
}
