import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contract, Schema } from '@tidings/contract'
import { loadContract } from '../../contract/src/load-contract.js'
import type { Case } from './judgements.js'

/** Real documents, where they are at hand. */
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))

/** The entry file of each document of the corpus; `undefined` where there is none. */
export function corpusFiles(): readonly string[] | undefined {
  if (!existsSync(corpus)) return undefined
  const entries = ['', 'asyncapi.yaml', 'asyncapi.yml', 'backend/asyncapi.yaml']
  return readdirSync(corpus)
    .sort()
    .flatMap((name) =>
      entries
        .map((entry) => join(corpus, name, entry))
        .filter(isDocument)
        .slice(0, 1),
    )
}

const isDocument = (file: string) => /\.(?:ya?ml|json)$/.test(file) && existsSync(file)

/** The schemas of a document, with the payload and headers of each event. */
export async function loadCase(file: string): Promise<Case> {
  const { contract, findings } = await loadContract(file, { root: corpus })
  if (contract === undefined) throw new Error(`${file}: ${findings.map(({ message }) => message).join('; ')}`)
  return caseOf(contract, file.slice(corpus.length))
}

function caseOf({ schemas, events }: Contract, title: string): Case {
  const named = schemas.map(({ name, schema }) => [name, schema] as const)
  const parts = events.flatMap(({ id, payload, headers }) => [
    ...(isOwn(payload) ? [[`payload of ${id}`, payload] as const] : []),
    ...(isOwn(headers) ? [[`headers of ${id}`, headers] as const] : []),
  ])
  return { title, schemas: Object.fromEntries([...named, ...parts]) }
}

/** Not merely a reference to a named one. */
const isOwn = (schema: Schema | undefined): schema is Schema =>
  schema !== undefined && (typeof schema === 'boolean' || schema.$ref === undefined)
