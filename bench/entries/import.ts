import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stagePackage } from '../../pack/stage-package.js'
import { eventName, sampleOf } from '../data/synthetic-contract.js'
import { writeSdk } from '../data/synthetic-sdk.js'
import { judged, validatorPrograms } from '../data/validator-programs.js'
import { validatorSources } from '../data/validator-sources.js'
import { defineEntry } from '../entry.js'
import { placePrograms } from '../generators/generators.js'
import type { Contestant } from '../measure.js'

const events = 500

export default defineEntry({
  name: 'import',
  about: 'a process that imports events and judges one, from its start to its end',
  rounds: 7,
  packages: ['@tidings/runtime'],
  peers: {
    ajv: '8.20.0',
    'ajv-formats': '3.0.1',
    zod: '4.6.7',
    valibot: '1.5.0',
    typia: '12.2.1',
    typescript: '5.9.3',
  },
  async prepare({ folder, peersFolder }) {
    await writeSdk(folder, events)
    await installPublished(folder)
    const tidings = {
      alone: "import './sdk/events/item0-moved.js'\nconsole.log(true)\n",
      one: `import { Item0Moved } from './sdk/events/item0-moved.js'\n${judged(isValid('Item0Moved'))}`,
      index: `import { Item0Moved } from './sdk/index.js'\n${judged(isValid('Item0Moved'))}`,
    }
    const program = async (name: string, source: string, place = folder): Promise<() => Promise<unknown>> => {
      const file = join(place, name)
      await writeFile(file, source)
      assert.equal(await run(file), 'true\n')
      return () => run(file)
    }
    const bare = await program('bare.mjs', `console.log(${JSON.stringify(sampleOf(0))} !== undefined)\n`)

    const compare = async (title: string, count: number, name: string, source: string) => {
      const own: Contestant = { name, isBaseline: true, run: await program(`${title}.mjs`, source) }
      const peers = await Promise.all(
        Object.entries(validatorPrograms(count)).map(async ([name, text]) => ({
          name: `${name}, ${count === 1 ? 'one validator' : `${count} validators`} made at start`,
          run: await program(`${name}-${count}.mjs`, text, peersFolder),
        })),
      )
      const typia = {
        name: 'typia, compiled by its transform',
        run: await program(`typia-${count}.mjs`, await typiaProgram(count, peersFolder), peersFolder),
      }
      const input = 'whole processes'
      return { title, input, contestants: [own, { name: 'bare node', run: bare }, ...peers, typia] }
    }
    const one = await compare(`Import one event of ${events}`, 1, 'tidings, and made one', tidings.one)
    const alone = { name: 'tidings, imported alone', run: await program('alone.mjs', tidings.alone) }
    return [
      { ...one, target: 'bare node within 20 ms', contestants: [...one.contestants, alone] },
      await compare(`Import all ${events} events`, events, 'tidings, and made one', tidings.index),
    ]
  },
})

/** A module for each event; none is imported but when it is asked for. */
async function typiaProgram(count: number, peersFolder: string): Promise<string> {
  await placePrograms(peersFolder)
  const names = Array.from({ length: count }, (_, index) => eventName(index))
  const source = join(peersFolder, `typia-${count}`)
  await mkdir(source, { recursive: true })
  const sourceOf = validatorSources['typia']
  assert(sourceOf !== undefined)
  await Promise.all(names.map((name, index) => writeFile(join(source, `${name}.ts`), sourceOf(index, name))))
  await promisify(execFile)(process.execPath, [join(peersFolder, 'typia.mjs'), `${source}-compiled`, source])
  await writeFile(join(`${source}-compiled`, 'package.json'), '{ "type": "module" }\n')
  const imports = names.map((name) => `import { judge${name} } from './typia-${count}-compiled/${name}.js'\n`)
  return `${imports.join('')}${judged(`(value) => judge${names[0]}(value)`)}`
}

/** Making an event judges it. */
const isValid = (name: string) =>
  `(value) => { try { return new ${name}(value).type === '${name}' } catch { return false } }`

/** In place of the workspace's packages: what a user gets has other modules. */
async function installPublished(folder: string): Promise<void> {
  await rm(join(folder, 'node_modules'))
  await stagePackage('runtime', join(folder, 'node_modules/@tidings/runtime'))
}

const run = async (file: string): Promise<string> => (await promisify(execFile)(process.execPath, [file])).stdout
