import { dirname, relative, sep } from 'node:path'
import type { Reporter } from '../finding/reporter.js'
import type { Bindings } from '../model/event.js'
import type { ExternalDocs, Json, Origin } from '../model/schema.js'
import { isRemote } from '../reference/reference.js'
import type { References } from '../reference/references.js'
import {
  emptyObject,
  isArray,
  isObject,
  type JsonArray,
  type JsonObject,
  type JsonTree,
  stringAt,
} from '../source/json-tree.js'
import { writePointer } from '../source/pointer.js'
import type { Whereabouts } from '../source/whereabouts.js'

/** What every part of reading a document needs. */
export interface Reading {
  readonly references: References
  readonly whereabouts: Whereabouts
  readonly reporter: Reporter
  /** Absolute path of the contract's own file. */
  readonly contract: string
}

/** Where a value, or its member at `key`, stands; files relative to the contract's folder. */
export function originOf(value: JsonObject | JsonArray, reading: Reading, key?: string): Origin {
  const { file, tokens } = reading.whereabouts.of(value, key)
  return { file: nameOf(file.path, reading), pointer: writePointer(tokens), ...file.locate(tokens) }
}

export function nameOf(path: string, { contract }: Reading): string {
  return isRemote(path) ? path : relative(dirname(contract), path).split(sep).join('/')
}

/** The members of a map whose values are objects, references followed, in the order of their names. */
export function entriesOf(
  value: JsonTree | undefined,
  reading: Reading,
): [name: string, value: JsonObject, raw: JsonTree][] {
  const map = reading.references.follow(value)
  if (!isObject(map)) return []
  return Object.keys(map)
    .filter((name) => !name.startsWith('x-'))
    .sort()
    .flatMap((name) => {
      const found = reading.references.follow(map[name])
      return isObject(found) ? [[name, found, map[name] ?? null] as [string, JsonObject, JsonTree]] : []
    })
}

/** `title`, `summary` and `description`, where they are given and say something. */
export function wordsOf(value: JsonObject): { title?: string; summary?: string; description?: string } {
  const words: { title?: string; summary?: string; description?: string } = {}
  for (const key of ['title', 'summary', 'description'] as const) {
    const found = stringAt(value, key)
    if (found !== undefined && found.trim() !== '') words[key] = found
  }
  return words
}

export function tagsOf(value: JsonObject, { references }: Reading): string[] {
  const tags = references.follow(value['tags'])
  if (!isArray(tags)) return []
  const names = tags.map((tag) => stringAt(references.follow(tag), 'name')).filter((name) => name !== undefined)
  return [...new Set(names)]
}

export function externalDocsOf(value: JsonObject, { references }: Reading): { externalDocs?: ExternalDocs } {
  const docs = references.follow(value['externalDocs'])
  const url = stringAt(docs, 'url')
  const description = stringAt(docs, 'description')
  if (url === undefined) return {}
  return { externalDocs: { url, ...(description === undefined ? {} : { description }) } }
}

/** Bindings by protocol, with their references replaced by what they lead to, since no later tool can follow them. */
export function bindingsOf(value: JsonObject, reading: Reading): { bindings?: Bindings } {
  const entries = entriesOf(value['bindings'], reading)
  if (entries.length === 0) return {}
  const bindings: Record<string, Json> = emptyObject() as Record<string, Json>
  for (const [protocol, binding] of entries) bindings[protocol] = unfold(binding, reading, new Set())
  return { bindings }
}

export function extensionsOf(value: JsonObject, except: readonly string[] = []): { [name: `x-${string}`]: Json } {
  const extensions = emptyObject() as Record<`x-${string}`, Json>
  for (const key of Object.keys(value).filter(isExtension).sort()) {
    if (!except.includes(key)) extensions[key] = value[key] as Json
  }
  return extensions
}

/** The parser's own notes, in a document that it has written, are no extensions of the author's. */
export function isExtension(key: string): key is `x-${string}` {
  return key.startsWith('x-') && !key.startsWith('x-parser-')
}

function unfold(value: JsonTree, reading: Reading, open: ReadonlySet<JsonTree>): Json {
  const found = reading.references.follow(value) ?? null
  if (open.has(found)) return {}
  if (isArray(found)) return found.map((item) => unfold(item, reading, new Set([...open, found])))
  if (!isObject(found)) return found
  const copy = emptyObject() as Record<string, Json>
  for (const key of Object.keys(found)) copy[key] = unfold(found[key] ?? null, reading, new Set([...open, found]))
  return copy
}
