import { resolve } from 'node:path'
import { alternatives } from '../command-line/alternatives.js'
import { closest } from '../command-line/closest.js'
import { WrongUsage } from '../command-line/wrong-usage.js'
import type { ProjectConfig, TidingsConfig } from './config.js'
import type { Given } from './given.js'
import { type Folders, settle } from './settle.js'

interface Candidate {
  readonly project: ProjectConfig
  readonly name: string
  readonly contract: string
}

/**
 * The projects that a command line asks for: the one that `--project` names, else those of the contract that it
 * names (a contract of no project has what the config says of all), else every one.
 */
export function pickProjects(
  config: TidingsConfig,
  { contract, options }: Given,
  folders: Folders,
): readonly ProjectConfig[] {
  const all = (config.projects ?? [{}]).map((project): Candidate => {
    const { project: name, contract } = settle(project, config, { options: {} }, folders)
    return { project, name, contract }
  })
  if (options.project !== undefined) return [projectNamed(options.project, all)]
  const picked = contract === undefined || config.projects === undefined ? all : ofContract(contract)
  if (options.out !== undefined && picked.length > 1) {
    const names = alternatives(picked.map(({ name }) => name))
    throw new WrongUsage(`--out is one folder, for ${picked.length} projects; choose one with --project: ${names}`)
  }
  return picked.length === 0 ? [{}] : picked.map(({ project }) => project)

  function ofContract(named: string): readonly Candidate[] {
    const file = resolve(folders.cwd, named)
    return all.filter((candidate) => candidate.contract === file)
  }
}

function projectNamed(asked: string, all: readonly Candidate[]): ProjectConfig {
  const names = all.map(({ name }) => name)
  const found = all.find(({ name }) => name === asked)
  if (found !== undefined) return found.project
  const meant = closest(asked, names)
  const hint = meant === undefined ? `expected ${alternatives(names)}` : `did you mean ${meant}?`
  throw new WrongUsage(`the config has no project ${asked}; ${hint}`)
}
