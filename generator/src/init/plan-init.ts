import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding } from '@tidings/contract'
import { version } from '../command-line/version.js'
import { editManifest } from './edit-manifest.js'
import { firstConfig } from './first-config.js'
import { firstContract } from './first-contract.js'
import { freshManifest, freshTsconfig } from './fresh-project.js'
import type { InitChoices } from './init-choices.js'
import { commonJsBefore, oldResolution } from './init-findings.js'
import type { Project } from './inspect-project.js'
import type { PlannedFile } from './planned-file.js'
import { scriptsBeside } from './scripts.js'

export interface InitPlan {
  /** What is written: files that are not there yet, and a `package.json` with additions. */
  readonly writes: readonly PlannedFile[]
  /** What is there already and stays as it is. */
  readonly kept: readonly string[]
  readonly findings: readonly Finding[]
}

/** Says what `init` writes into a project. Never a file that is there already, but for additions to `package.json`. */
export function planInit(project: Project, choices: InitChoices): InitPlan {
  const { folder, name, config, manifest, typescript } = project
  const isThere = (path: string) => existsSync(join(folder, path))
  const wanted: PlannedFile[] = [
    ...choices.contracts.map((path) => ({ path, text: firstContract(name), tells: 'a contract to begin with' })),
    ...(config === undefined ? [firstConfig(project, projectsOf(project, choices), choices)] : []),
    ...(manifest === undefined && typescript === undefined ? [freshTsconfig] : []),
    ...(manifest === undefined
      ? [
          freshManifest(name),
          { path: '.gitignore', text: 'node_modules/\ndist/\n.tidings/\n', tells: 'what git leaves out' },
        ]
      : []),
  ]
  const edits = manifest === undefined ? [] : editOf(manifest)
  return {
    writes: [...wanted.filter(({ path }) => !isThere(path)), ...edits],
    kept: [
      ...wanted.filter(({ path }) => isThere(path)).map(({ path }) => path),
      ...(config === undefined ? [] : [config]),
    ],
    findings: adviceOn(project),
  }
}

function editOf({ text, value }: NonNullable<Project['manifest']>): readonly PlannedFile[] {
  const range = `^${version()}`
  const edited = editManifest(text, value, {
    scripts: scriptsBeside(value['scripts']),
    dependencies: { '@tidings/runtime': range },
    devDependencies: { tidings: range },
  })
  if (edited.added.length === 0) return []
  return [{ path: 'package.json', text: edited.text, tells: `${edited.added.join(', ')}`, isEdit: true }]
}

/** The contracts with their output folders: beside the sources where there are some, else beside the contract. */
export function projectsOf(project: Project, { contracts, out }: InitChoices) {
  return contracts.map((contract) => {
    const beside = contracts.length === 1 ? '' : dirname(contract)
    return { contract, out: out ?? defaultOut(project, beside === '.' ? '' : beside) }
  })
}

/** Where generated files go unless said otherwise. */
export function defaultOut({ folder, hasSourceFolder, typescript }: Project, beside = ''): string {
  const [plain, below] = ['generated', 'src/generated'].map((name) => (beside === '' ? name : `${beside}/${name}`))
  const isCompiled = (path = '') => typescript?.includes(join(folder, path, 'index.ts')) ?? true
  const hasSources = beside === '' ? hasSourceFolder : existsSync(join(folder, beside, 'src'))
  return (hasSources && isCompiled(below) ? below : plain) ?? 'generated'
}

function adviceOn({ typescript, isCommonJs }: Project): readonly Finding[] {
  if (typescript === undefined) return []
  const { module, moduleResolution } = typescript
  if (/^(?:node|node10|classic)$/.test(moduleResolution)) return [oldResolution(typescript)]
  return isCommonJs && /^node(?:16|18)$/.test(module) ? [commonJsBefore(typescript)] : []
}
