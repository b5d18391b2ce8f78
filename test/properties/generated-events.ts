import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Contract, type ContractEvent, loadContract } from '@tidings/contract'
import type { EventClass } from '@tidings/runtime'
import { nameContract, renderSdk } from '@tidings/templates'
import { build } from 'esbuild'
import type { TestDocument } from '../documents/documents.js'
import type { Schemas } from '../schema-values/judge.js'
import { workspaceRoot } from '../workspace-root.js'

/** An event of a contract, and the class that was generated for it. */
export interface GeneratedEvent {
  readonly contract: Contract
  readonly event: ContractEvent
  readonly eventClass: EventClass
  readonly schemas: Schemas
}

/** Generates the SDKs of all documents into one folder and loads them: the events of each, by the document's name. */
export async function generateEvents(
  documents: readonly TestDocument[],
  folder: string,
): Promise<ReadonlyMap<string, readonly GeneratedEvent[]>> {
  await mkdir(join(folder, 'node_modules/@tidings'), { recursive: true })
  await symlink(join(workspaceRoot, 'runtime'), join(folder, 'node_modules/@tidings/runtime'))
  const contracts = await Promise.all(documents.map(readContract))
  for (const [index, contract] of contracts.entries()) {
    for (const [path, text] of (await renderSdk(contract)).files) {
      const file = join(folder, `sdk-${index}`, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }
  }
  const sdks = await bundle(contracts.length, folder)
  return new Map(
    documents.map(({ name }, index) => [name, eventsOf(contracts[index] as Contract, sdks[`sdk${index}`] ?? {})]),
  )
}

async function readContract({ file, root }: TestDocument): Promise<Contract> {
  const { contract, findings } = await loadContract(file, { root })
  if (contract !== undefined) return contract
  throw new Error(`${file}: ${findings.map(({ message }) => message).join('; ')}`)
}

type SdkModule = Readonly<Record<string, unknown>>

async function bundle(count: number, folder: string): Promise<Readonly<Record<string, SdkModule>>> {
  const entry = Array.from({ length: count }, (_, index) => `export * as sdk${index} from './sdk-${index}/index.js'`)
  const outfile = join(folder, 'sdks.mjs')
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: folder, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tidings/runtime'],
    logLevel: 'silent',
  })
  return import(/* @vite-ignore */ pathToFileURL(outfile).href)
}

function eventsOf(contract: Contract, sdk: SdkModule): readonly GeneratedEvent[] {
  const names = nameContract(contract)
  const schemas = Object.fromEntries(contract.schemas.map(({ name, schema }) => [name, schema]))
  return contract.events.map((event) => {
    const eventClass = sdk[names.event(event.id).className] as EventClass
    return { contract, event, eventClass, schemas }
  })
}
