import { dirname, resolve } from 'node:path'
import type { Finding } from '@tidings/contract'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { Format } from '../report/formats.js'
import { checkProjects } from './check-projects.js'
import { findConfig, isReadable } from './find-config.js'
import type { Given } from './given.js'
import { pickProjects } from './pick-projects.js'
import { readConfig } from './read-config.js'
import { type Settings, settle } from './settle.js'

export interface LoadedSettings {
  /** One for each project that is asked for, in the config's order; none where there is a finding. */
  readonly projects: readonly Settings[]
  readonly format: Format
  readonly verbose: boolean
  readonly findings: readonly Finding[]
  /** The config file and what it imports. */
  readonly files: readonly string[]
}

/** Reads the config file, if there is one, and lets the command line go before it. */
export async function loadSettings(given: Given, cwd: string): Promise<LoadedSettings> {
  const file = await chooseConfig(given.options.config, cwd)
  const read = file === undefined ? undefined : await readConfig(file)
  const { config = {}, files = [] } = read ?? {}
  const folders = { cwd, base: file === undefined ? cwd : dirname(file) }
  const { options } = given
  const run = {
    format: options.format ?? config.format ?? 'text',
    verbose: options.verbose ?? config.verbose ?? false,
    files,
  }
  const wrong = read === undefined ? [] : [...read.findings, ...checkProjects(config, read.placeOf, folders)]
  if (wrong.length > 0) return { ...run, projects: [], findings: wrong }
  const picked = pickProjects(config, given, folders)
  return { ...run, projects: picked.map((project) => settle(project, config, given, folders)), findings: [] }
}

async function chooseConfig(asked: string | undefined, cwd: string): Promise<string | undefined> {
  if (asked === undefined) return findConfig(cwd)
  const file = resolve(cwd, asked)
  if (!(await isReadable(file))) throw new WrongUsage(`cannot read the config file ${asked}`)
  return file
}
