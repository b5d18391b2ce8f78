import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installInto } from '../install.js'

const versions = { '@asyncapi/diff': '0.5.0', '@asyncapi/cli': '6.2.0' }

export interface Ran {
  readonly status: number
  readonly stdout: string
}

/** The tools that we are compared with, in a folder of their own: 450 MB that no one else should have to install. */
export interface Peers {
  readonly versions: Readonly<Record<string, string>>
  asyncapi(...args: readonly string[]): Promise<Ran>
  /** Runs one of `programs/` beside them. */
  program(name: string, args: readonly string[], input?: string): Promise<Ran>
}

export async function installPeers(): Promise<Peers> {
  const { folder, versionOf } = await installInto('tidings-compare', versions)
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  // What `asyncapi config analytics --disable` writes; the command itself tells of its being run first.
  const settings = { analyticsEnabled: 'false', infoMessageShown: 'true', userID: 'none' }
  writeFileSync(join(home, '.asyncapi-analytics'), JSON.stringify(settings))
  cpSync(join(import.meta.dirname, 'programs'), folder, { recursive: true })

  const node = (file: string, args: readonly string[], input?: string) =>
    run([join(folder, file), ...args], { HOME: home, SUPPRESS_NO_CONFIG_WARNING: '1' }, input)
  return {
    versions: { ...versions, '@asyncapi/parser': versionOf('@asyncapi/parser') ?? 'unknown' },
    asyncapi: (...args) => node('node_modules/@asyncapi/cli/bin/run_bin', args),
    program: (name, args, input) => node(`${name}.mjs`, args, input),
  }
}

/** The whole command of this workspace, as it was built. */
export const tidings = (...args: readonly string[]): Promise<Ran> =>
  run([join(import.meta.dirname, '../../generator/bin/tidings.js'), ...args], {})

/** Status 1 means that something was found. */
function run(args: readonly string[], env: Readonly<Record<string, string>>, input?: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 28 }
    const child = execFile(process.execPath, args, options, (error, stdout) => {
      if (error !== null && error.code !== 1) reject(error)
      else resolve({ status: error === null ? 0 : 1, stdout })
    })
    child.stdin?.end(input)
  })
}
