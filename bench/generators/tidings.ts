import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Published, published, stagePackage } from '../../pack/stage-package.js'
import { syntheticContract } from '../data/synthetic-contract.js'

/** The workspace's, so that packages as they are published find there what they depend on. */
const packages = join(import.meta.dirname, '../../node_modules/.cache/tidings-bench/published/node_modules')

let staged: Promise<string> | undefined

/** The command of this workspace as users have it, made of what was built: not of the modules that are written here. */
export const publishedCommand = (): Promise<string> => (staged ??= stageCommand())

async function stageCommand(): Promise<string> {
  await rm(packages, { recursive: true, force: true })
  const folderOf = (name: Published) => join(packages, name === 'generator' ? 'tidings' : `@tidings/${name}`)
  for (const name of published) await stagePackage(name, folderOf(name))
  // what npm could not put beside the others
  const nested = join(import.meta.dirname, '../../generator/node_modules')
  if (existsSync(nested)) await symlink(nested, join(folderOf('generator'), 'node_modules'))
  return join(folderOf('generator'), 'bin/tidings.js')
}

/** The whole process; gives what it tells at its end. */
export async function generate(contract: string, out: string, ...more: readonly string[]): Promise<string> {
  const args = [await publishedCommand(), 'generate', contract, '--out', out, ...more]
  return (await promisify(execFile)(process.execPath, args, { cwd: dirname(contract), maxBuffer: 2 ** 28 })).stderr
}

/** A project as users have it, with a folder of packages, where a generation is remembered. */
export async function makeProject(folder: string, events: number) {
  const [contract, out] = [join(folder, 'asyncapi.json'), join(folder, 'generated')]
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await writeFile(contract, syntheticContract(events))
  return { contract, out }
}
