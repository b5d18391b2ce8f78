import { join } from 'node:path'
import type { ProjectConfig } from '../config/config.js'
import { importExtensionFor } from './import-extension.js'
import type { InitChoices } from './init-choices.js'
import type { Project } from './inspect-project.js'
import type { PlannedFile } from './planned-file.js'

/** The config file that fits a project: TypeScript where it does not get into what is compiled, else JSON. */
export function firstConfig(
  project: Project,
  projects: readonly { readonly contract: string; readonly out: string }[],
  { perspective, importExtension: ending = importExtensionFor(project) }: InitChoices,
): PlannedFile {
  const [only] = projects.length === 1 ? projects : []
  const shared: ProjectConfig = {
    ...(ending !== '.js' && { importExtension: ending === '' ? 'none' : ending }),
    ...(perspective === 'client' && { perspective }),
  }
  const config = only === undefined ? { ...shared, projects } : { ...only, ...shared }
  const tells = 'where things are'
  return isTypeScriptWelcome(project)
    ? { path: 'tidings.config.ts', text: moduleOf(config), tells }
    : { path: 'tidings.config.json', text: dataOf(config), tells }
}

/** A file that tsc emits would move the others: the folders of its output follow from the files of its input. */
function isTypeScriptWelcome({ folder, manifest, typescript }: Project): boolean {
  if (typescript === undefined) return manifest === undefined
  return !(typescript.includes(join(folder, 'tidings.config.ts')) && typescript.emits)
}

const dataOf = (config: object): string =>
  `${JSON.stringify({ $schema: './node_modules/tidings/config.schema.json', ...config }, null, 2)}\n`

const moduleOf = (config: object): string =>
  `import { defineConfig } from 'tidings'\n\nexport default defineConfig(${literalOf(config)})\n`

/** As people write it. */
const literalOf = (config: object): string =>
  JSON.stringify(config, null, 2)
    .replaceAll(/^( *)"(\w+)":/gm, '$1$2:')
    .replaceAll(/"((?:[^"\\']|\\[\\/])*)"/g, "'$1'")
    .replaceAll(/(['\]}])(\n *[}\]])/g, '$1,$2')
