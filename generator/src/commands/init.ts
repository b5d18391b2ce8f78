import { defineCommand, type Session } from '../command-line/define-command.js'
import type { Initialised } from '../init/init.js'
import type { InitChoices } from '../init/init-choices.js'
import type { Project } from '../init/inspect-project.js'
import { defaultOut } from '../init/plan-init.js'
import { scriptName } from '../init/scripts.js'
import { placeName } from '../report/place-name.js'
import { statusOf } from '../report/report.js'

export default defineCommand({
  name: 'init',
  summary: 'starts a contract and a config in a project',
  arguments: [],
  options: ['contract', 'out', 'perspective', 'package', 'install', 'yes', 'dryRun', 'debug'],
  examples: [
    {
      line: 'tidings init',
      tells: 'in an empty folder or an existing project; asks on a terminal, overwrites nothing',
    },
    { line: 'tidings init --dry-run', tells: 'what it would write' },
    { line: 'tidings init --yes --install', tells: 'asks nothing, and installs what it needs' },
    { line: 'tidings init --package', tells: 'makes the output folder a package to publish' },
  ],
  projects: 'none',
  async run({ options }, session) {
    const { init } = await import('../init/init.js')
    const { contract, out, perspective, package: isPackage, dryRun } = options
    const asks = !options.yes && !dryRun && session.ask !== undefined
    const initialised = await init({
      folder: session.cwd,
      env: session.env,
      ...(contract !== undefined && { contract }),
      ...(out !== undefined && { out }),
      ...(perspective !== undefined && { perspective }),
      ...(isPackage !== undefined && { package: isPackage }),
      ...(dryRun !== undefined && { dryRun }),
      ...(asks && { choose: (project: Project, proposed: InitChoices) => choose(project, proposed, session) }),
    })
    const { project, findings } = initialised
    if (project === undefined || statusOf({ findings }) === 1) return { findings }
    const told = tell(initialised, project, session.cwd, dryRun ?? false)
    const installs = options.install ?? (asks && (await isWanted(project, session)))
    const isInstalled = installs && !dryRun
    if (isInstalled) {
      const { install } = await import('../init/install.js')
      session.progress(project.packageManager.install.join(' '))
      await install(project.packageManager.install, project.folder)
    }
    return { findings, text: `${told}\n\n${next(initialised, project, isInstalled)}\n` }
  },
})

async function choose(project: Project, proposed: InitChoices, { ask }: Session): Promise<InitChoices> {
  if (project.config !== undefined || ask === undefined) return proposed
  const answer = async (question: string, usual: string) => (await ask(`${question} (${usual}) `)).trim() || usual
  const [first = 'asyncapi.yaml', ...more] = proposed.contracts
  const contracts =
    more.length > 0 ? proposed.contracts : [await answer('Where is the contract, or where shall it be?', first)]
  if (contracts.length > 1) return proposed
  const perspective = project.contracts.includes(contracts[0] ?? '')
    ? {
        perspective:
          proposed.perspective ??
          (await answer('Does it describe your application, or are you a client of it?', 'application')),
      }
    : {}
  const out = await answer('Where shall generated files go?', proposed.out ?? defaultOut(project))
  return { ...proposed, contracts, out, ...(perspective.perspective?.startsWith('c') && { perspective: 'client' }) }
}

const isWanted = async ({ packageManager }: Project, { ask }: Session): Promise<boolean> =>
  /^$|^y/i.test(((await ask?.(`Run "${packageManager.install.join(' ')}" now? (Y/n) `)) ?? 'n').trim())

function tell({ writes, kept }: Initialised, { folder }: Project, cwd: string, isDry: boolean): string {
  const where = placeName(folder, cwd)
  const lines = writes.map(({ path, tells, isEdit }) => {
    const verb = isDry ? (isEdit ? 'Would change' : 'Would write') : isEdit ? 'Changed' : 'Wrote'
    return `${verb} ${path}: ${tells}`
  })
  const all = [...lines, ...kept.map((path) => `Kept ${path} as it is`)]
  return `${where === '.' ? '' : `In ${where}:\n`}${all.length === 0 ? 'Nothing is left to do.' : all.join('\n')}`
}

function next({ writes }: Initialised, { packageManager, manifest }: Project, isInstalled: boolean): string {
  const scripts = manifest?.value['scripts']
  const packages = writes.filter(({ path }) => path.endsWith('/package.json'))
  const steps = [
    ...(isInstalled ? [] : [packageManager.install.join(' ')]),
    packageManager.run(scriptName('generate', scripts)),
    ...packages.map(({ path }) => `npm publish ./${path.replace(/\/package\.json$/, '')}`),
  ]
  return `Next:\n${steps.map((step) => `  ${step}`).join('\n')}`
}
