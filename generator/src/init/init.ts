import { join } from 'node:path'
import type { Finding, Perspective } from '@tidings/contract'
import { loadSettings } from '../config/load-settings.js'
import { type Settings, settle } from '../config/settle.js'
import { placeName } from '../report/place-name.js'
import { importExtensionFor } from './import-extension.js'
import type { InitChoices } from './init-choices.js'
import { endingsOfPackage } from './init-findings.js'
import { inspectProject, type Project } from './inspect-project.js'
import { planInit, projectsOf } from './plan-init.js'
import { planPackage } from './plan-package.js'
import type { PlannedFile } from './planned-file.js'
import { writePlan } from './write-plan.js'

export interface InitOptions {
  /** A folder of the project. */
  readonly folder: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The contract, as a path from the project's folder: the ones that are found, else `asyncapi.yaml`, unless given. */
  readonly contract?: string
  /** The output folder, likewise: it follows from the project unless given. */
  readonly out?: string
  readonly perspective?: Perspective
  /** Makes the output folder a package to publish, too. */
  readonly package?: boolean
  /** Writes nothing. */
  readonly dryRun?: boolean
  /** Lets somebody change what would be done. */
  choose?(project: Project, choices: InitChoices): Promise<InitChoices>
}

export interface Initialised {
  /** Absent where a finding is an error; then nothing was written. */
  readonly project?: Project
  readonly writes: readonly PlannedFile[]
  /** What was there already. */
  readonly kept: readonly string[]
  readonly findings: readonly Finding[]
}

/** Starts a contract and a config in a project, new or existing. Overwrites nothing. */
export async function init(options: InitOptions): Promise<Initialised> {
  const { folder, env = {}, dryRun = false } = options
  const { project, findings } = await inspectProject(folder, env)
  if (project === undefined) return { writes: [], kept: [], findings }
  const loaded = project.config === undefined ? undefined : await loadSettings({ options: {} }, project.folder)
  if (loaded !== undefined && loaded.findings.length > 0) return { writes: [], kept: [], findings: loaded.findings }
  const proposed = proposalFor(project, loaded?.projects, options)
  const choices = (await options.choose?.(project, proposed)) ?? proposed
  const plan = planInit(project, choices)
  const packages = options.package
    ? await planPackages(project, loaded?.projects ?? settingsOf(project, choices))
    : { writes: [], kept: [], findings: [] }
  const writes = [...plan.writes, ...packages.writes]
  if (!dryRun) await writePlan(project.folder, writes)
  return {
    project,
    writes,
    kept: [...plan.kept, ...packages.kept],
    findings: [...plan.findings, ...packages.findings],
  }
}

function proposalFor(
  project: Project,
  configured: readonly Settings[] | undefined,
  { contract, out, perspective, package: isPackage }: InitOptions,
): InitChoices {
  const ending = importExtensionFor(project)
  const known = configured?.map((settings) => placeName(settings.contract, project.folder)) ?? project.contracts
  const contracts = contract === undefined ? [...new Set(known)] : [contract]
  return {
    contracts: contracts.length > 0 ? contracts : ['asyncapi.yaml'],
    ...(out !== undefined && { out }),
    ...(perspective !== undefined && { perspective }),
    // What is published is not bundled: Node looks for whole names.
    importExtension: isPackage && ending === '' ? '.js' : ending,
  }
}

/** What the config that is to be will come to. */
function settingsOf(project: Project, choices: InitChoices): readonly Settings[] {
  const { importExtension = '.js' } = choices
  const folders = { cwd: project.folder, base: project.folder }
  return projectsOf(project, choices).map((each) => settle({ ...each, importExtension }, {}, { options: {} }, folders))
}

/** A package for each output folder. */
async function planPackages(project: Project, settings: readonly Settings[]) {
  const { folder, config } = project
  const plans = await Promise.all(
    settings.map((each) => planPackage(each, packageName(project, settings.length > 1 ? each.project : ''), folder)),
  )
  const isUnfit = config !== undefined && settings.some(({ importExtension }) => importExtension === '')
  return {
    writes: plans.flatMap(({ writes }) => writes),
    kept: plans.flatMap(({ kept }) => kept),
    findings: isUnfit ? [endingsOfPackage(config, join(folder, config))] : [],
  }
}

/** `@mario/pizzeria` has `@mario/pizzeria-events`. */
function packageName({ manifest, name }: Project, project: string): string {
  const whole = manifest?.value['name']
  const scope = typeof whole === 'string' ? (/^@[^/]+\//.exec(whole)?.[0] ?? '') : ''
  const part = project.replaceAll(/[^a-z\d]+/gi, '-').replaceAll(/^-+|-+$/g, '')
  return `${scope}${[name, part.toLowerCase(), 'events'].filter(Boolean).join('-')}`
}
