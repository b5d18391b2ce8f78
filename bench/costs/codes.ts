import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { eventName } from '../data/synthetic-contract.js'
import { validatorSources } from '../data/validator-sources.js'
import { placePrograms } from '../generators/generators.js'
import { generate, makeProject } from '../generators/tidings.js'

/** TypeScript of many events, in a folder from which the packages that it imports are found. */
export interface Code {
  readonly name: string
  readonly folder: string
  /** A program that imports one event and judges a value. */
  readonly app: string
  /** Where it lies as JavaScript, when a transform of its own makes that. */
  readonly compiled?: string
}

const root = join(import.meta.dirname, '../..')

export async function ownCode(folder: string, events: number): Promise<Code> {
  const { contract, out } = await makeProject(join(folder, 'own'), events)
  await generate(contract, out)
  await rm(join(folder, 'own/node_modules'), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'own/node_modules'))
  const app = `import { Item0Moved } from './index.js'\nconsole.log(new Item0Moved(JSON.parse(process.argv[2])))\n`
  return { name: 'tidings, the whole SDK', folder: out, app }
}

/** One module for each event and an index, as our own; quicktype alone writes all into one. */
export async function foreignCodes(peersFolder: string, events: number): Promise<readonly Code[]> {
  await placePrograms(peersFolder)
  const place = join(peersFolder, 'codes')
  await rm(place, { recursive: true, force: true })
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'package.json'), '{ "type": "module", "sideEffects": false }\n')
  const names = Array.from({ length: events }, (_, index) => eventName(index))
  const app = `import { judgeItem0Moved } from './index.js'\nconsole.log(judgeItem0Moved(JSON.parse(process.argv[2])))\n`
  const written = Object.entries(validatorSources).map(async ([library, sourceOf]): Promise<Code> => {
    const folder = join(place, library)
    await mkdir(folder)
    await Promise.all(names.map((name, index) => writeFile(join(folder, `${name}.ts`), sourceOf(index, name))))
    await writeFile(join(folder, 'index.ts'), names.map((name) => `export * from './${name}.js'\n`).join(''))
    if (library !== 'typia') return { name: `${library}, by hand`, folder, app }
    const compiled = join(place, 'typia-compiled')
    await node(join(peersFolder, 'typia.mjs'), compiled, folder)
    return { name: 'typia, by hand, its transform run', folder, app, compiled }
  })
  const codes = await Promise.all(written)
  return [...codes, await quicktypeCode(peersFolder, place, events)]
}

async function quicktypeCode(peersFolder: string, place: string, events: number): Promise<Code> {
  const { contract } = await makeProject(join(place, 'contract'), events)
  const folder = join(place, 'quicktype')
  await node(join(peersFolder, 'quicktype.mjs'), contract, folder)
  const app = `import { Convert } from './events.js'\nconsole.log(Convert.toItem0Moved(process.argv[2] ?? ''))\n`
  return { name: 'quicktype', folder, app }
}

/** What any project costs that has nothing in it. */
export async function emptyCode(folder: string): Promise<Code> {
  const place = join(folder, 'empty')
  await mkdir(place, { recursive: true })
  await writeFile(join(place, 'index.ts'), 'export {}\n')
  return { name: 'an empty project', folder: place, app: '' }
}

const node = (...args: readonly string[]) => promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 })
