import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { syntheticContract } from '../data/synthetic-contract.js'

/** The command of this workspace, as it was built. */
export const command = join(import.meta.dirname, '../../generator/bin/tidings.js')

/** The whole process; gives what it tells at its end. */
export async function generate(contract: string, out: string, ...more: readonly string[]): Promise<string> {
  const args = [command, 'generate', contract, '--out', out, ...more]
  return (await promisify(execFile)(process.execPath, args, { cwd: dirname(contract), maxBuffer: 2 ** 28 })).stderr
}

/** A project as users have it, with a folder of packages, where a generation is remembered. */
export async function makeProject(folder: string, events: number) {
  const [contract, out] = [join(folder, 'asyncapi.json'), join(folder, 'generated')]
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await writeFile(contract, syntheticContract(events))
  return { contract, out }
}
