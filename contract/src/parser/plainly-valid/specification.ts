import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { isObject, type JsonObject, type JsonTree } from '../../source/json-tree.js'

/** The parsers whose rules we know: those that a newer one adds, only it can tell. */
const knownParsers = /^3\.6\./

/** The JSON Schemas of one version of AsyncAPI, as the parser that is installed judges by them. */
export interface Specification {
  /** Of a document as it is written. */
  readonly written: JsonObject
  /** Of a document whose references have been followed. */
  readonly resolved: JsonObject
  /** The address of one of its definitions, such as `schema.json`. */
  addressOf(definition: string): string
}

/** Nothing where the parser is one whose rules we do not know. */
export async function readSpecification(version: string): Promise<Specification | undefined> {
  // its own copy, wherever a package manager has put it
  const require = createRequire(createRequire(import.meta.url).resolve('@asyncapi/parser'))
  const parser = await readJson(require.resolve('@asyncapi/parser/package.json'))
  if (!isObject(parser) || !knownParsers.test(String(parser['version']))) return undefined
  const written = await readJson(require.resolve(`@asyncapi/specs/schemas/${version}.json`))
  if (!isObject(written)) return undefined
  const addressOf = (definition: string) => `http://asyncapi.com/definitions/${version}/${definition}`
  return { written, resolved: version.startsWith('3.') ? withTargets(written, addressOf) : written, addressOf }
}

const readJson = async (file: string): Promise<JsonTree> => JSON.parse(await readFile(file, 'utf8'))

/** Members that are references and nothing else in a written document of 3.x, and what these lead to. */
const targets: readonly (readonly [definition: string, member: string, target: string])[] = [
  ['channel.json', 'servers', 'server.json'],
  ['operation.json', 'channel', 'channel.json'],
  ['operation.json', 'messages', 'messageObject.json'],
  ['operationReply.json', 'channel', 'channel.json'],
  ['operationReply.json', 'messages', 'messageObject.json'],
]

function withTargets(written: JsonObject, addressOf: (definition: string) => string): JsonObject {
  const definitions: Record<string, JsonTree> = { ...(isObject(written['definitions']) ? written['definitions'] : {}) }
  for (const [name, member, target] of targets) {
    const definition = definitions[addressOf(name)]
    if (!isObject(definition) || !isObject(definition['properties'])) continue
    const reference = { $ref: addressOf(target) }
    const { [member]: property, ...others } = definition['properties']
    const changed = isObject(property) && 'items' in property ? { ...property, items: reference } : reference
    definitions[addressOf(name)] = { ...definition, properties: { ...others, [member]: changed } }
  }
  return { ...written, definitions }
}
