import { strict as assert } from 'node:assert'
import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installPeers } from '../compare/peers.js'
import { generate } from './tidings.js'

/** What a document may ask of a generator: our synthetic ones have payloads that who reads JSON Schema can be handed. */
export type Need = 'asyncapi' | 'hard'

/** What reads a document and writes code, or does at least the former: a process of its own each time. */
export interface Generator {
  readonly name: string
  readonly isBaseline?: true
  /** What it cannot do, and why. */
  readonly cannot?: Readonly<Partial<Record<Need, string>>>
  /** Writes nothing and prints how many messages there are. */
  readonly writesNothing?: true
  run(file: string, folder: string): Promise<string>
}

export const peerGenerators = {
  '@asyncapi/parser': '3.6.6',
  '@asyncapi/modelina': '5.10.1',
  'json-schema-to-typescript': '16.0.0',
  'quicktype-core': '26.0.0',
}

export const unavailable = {
  'The Codegen Project': 'no registry within reach of this machine has @the-codegen-project/cli',
}

/** Puts the programs of this folder beside the peers that they import. */
export const placePrograms = (peersFolder: string): Promise<void> =>
  cp(import.meta.dirname, peersFolder, { recursive: true, filter: (path) => !path.endsWith('.ts') })

/** Ours and theirs. */
export async function makeGenerators(peersFolder: string): Promise<readonly Generator[]> {
  await placePrograms(peersFolder)
  const { asyncapi, versions } = await installPeers()
  const program = (name: string, ...more: readonly string[]) => {
    return (file: string, folder: string) => run(join(peersFolder, `${name}.mjs`), file, folder, ...more)
  }
  const forSchemas = { cannot: { asyncapi: 'it reads JSON Schema, not AsyncAPI' } }
  const forEasy = {
    cannot: { hard: 'it leaves out parts of the first two, and stops at the third, where a schema refers to itself' },
  }
  return [
    { name: 'tidings generate', isBaseline: true, run: (file, folder) => generate(file, folder) },
    { name: '@asyncapi/parser, writes nothing', writesNothing: true, run: program('asyncapi-parser') },
    { name: 'json-schema-to-typescript', ...forSchemas, run: program('json-schema-to-typescript') },
    {
      name: 'json-schema-to-typescript, formatted',
      ...forSchemas,
      run: program('json-schema-to-typescript', 'formatted'),
    },
    { name: 'quicktype', ...forSchemas, run: program('quicktype') },
    { name: 'Modelina', ...forEasy, run: program('modelina') },
    {
      name: `@asyncapi/cli ${versions['@asyncapi/cli']}`,
      ...forEasy,
      async run(file, folder) {
        const { status, stdout } = await asyncapi('generate', 'models', 'typescript', file, '-o', folder, ...cliOptions)
        assert.equal(status, 0, stdout)
        return stdout
      },
    },
  ]
}

/** Types of the same kind as the others write; without them it writes classes. */
const cliOptions = [
  '--tsModelType',
  'interface',
  '--tsEnumType',
  'union',
  '--tsRawPropertyNames',
  '--tsExportType',
  'named',
]

async function run(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 })).stdout
}
