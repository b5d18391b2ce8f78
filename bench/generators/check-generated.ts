import { strict as assert } from 'node:assert'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Contract, loadContract } from '@tidings/contract'

/** How many events a document has, and the words that types of all of them cannot do without. */
export interface Wanted {
  readonly events: number
  readonly words: ReadonlySet<string>
}

/** Every property that a payload says it has. */
export async function wantedOf(file: string): Promise<Wanted> {
  const { contract } = await loadContract(file)
  assert(contract !== undefined, file)
  const words = contract.events.flatMap(({ payload }) => propertiesOf(payload, contract))
  return { events: contract.events.length, words: new Set(words) }
}

/** Throws unless all of it is somewhere in the folder. */
export async function checkGenerated(folder: string, { words }: Wanted, name: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))
  const said = new Set(texts.flatMap((text) => text.match(/[\w$-]+/g) ?? []))
  const missing = [...words].filter((word) => !said.has(word))
  assert.deepEqual(missing, [], `${name} leaves out ${missing.length} of ${words.size}`)
}

function propertiesOf(schema: unknown, contract: Contract): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { $ref, properties } = schema as { readonly $ref?: string; readonly properties?: object }
  const name = $ref?.slice($ref.lastIndexOf('/') + 1)
  const named = contract.schemas.find((each) => each.name === name)
  return named === undefined ? Object.keys(properties ?? {}) : propertiesOf(named.schema, contract)
}
