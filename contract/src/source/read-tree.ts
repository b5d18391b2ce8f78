import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { emptyObject, type JsonObject, type JsonTree } from './json-tree.js'
import { keyOf } from './key-of.js'
import { depthLimit, unfoldLimit } from './size-limit.js'

export interface TreeReader {
  settle(value: JsonObject | readonly JsonTree[], tokens: readonly string[]): void
  duplicateKey(tokens: readonly string[], offset: number): void
  noJsonValue(what: string, offset: number): void
  aliasCycle(alias: string, offset: number): void
  /** Told of what one reader of YAML takes for something else than another. */
  unusual(): void
}

/** The limits of a document that we read at all. */
export class DocumentTooDeep extends Error {}
export class DocumentTooLarge extends Error {}

/** Turns a YAML document into plain values, telling `reader` where each stands and what JSON cannot hold. */
export function readTree(document: Document, reader: TreeReader): JsonTree {
  const known = new Map<unknown, { value: JsonTree; size: number }>()
  const open = new Set<unknown>()
  let size = 0
  let unfolded = 0

  const read = (node: unknown, tokens: readonly string[]): JsonTree => {
    size += 1
    if (tokens.length > depthLimit) throw new DocumentTooDeep()
    if (isAlias(node) || (isNode(node) && node.tag !== undefined)) reader.unusual()
    if (isAlias(node)) return readAlias(node, tokens)
    if (isScalar(node)) return readScalar(node)
    if (!isMap(node) && !isSeq(node)) return null
    const before = size
    open.add(node)
    const value = isMap(node) ? readMap(node.items, tokens) : readList(node.items, tokens)
    open.delete(node)
    known.set(node, { value, size: size - before })
    reader.settle(value, tokens)
    return value
  }

  const readAlias = (
    node: Node & { source: string; resolve(document: Document): unknown },
    tokens: readonly string[],
  ) => {
    const target = node.resolve(document)
    if (open.has(target)) {
      reader.aliasCycle(node.source, offsetOf(node))
      return null
    }
    const earlier = known.get(target)
    if (earlier === undefined) return read(target, tokens)
    size += earlier.size
    unfolded += earlier.size
    if (unfolded > unfoldLimit) throw new DocumentTooLarge()
    return earlier.value
  }

  const readScalar = (node: Scalar): JsonTree => {
    const { value } = node
    if (typeof value === 'number' && !isUsual(value, node.source)) reader.unusual()
    if (value === null || value === undefined) return null
    if (typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value
    reader.noJsonValue(`the value ${String(value)}`, offsetOf(node))
    return null
  }

  const readList = (items: readonly unknown[], tokens: readonly string[]): JsonTree[] =>
    items.map((item, index) => read(item, [...tokens, String(index)]))

  const readMap = (items: readonly { key: unknown; value: unknown }[], tokens: readonly string[]): JsonObject => {
    const object = emptyObject()
    const merged: JsonObject[] = []
    for (const { key, value } of items) {
      const name = keyOf(key)
      if (!isScalar(key) || typeof key.value !== 'string' || name === '<<') reader.unusual()
      if (name === undefined) {
        reader.noJsonValue('a key that is a map or a list', offsetOf(key))
      } else if (name === '<<' && isPlain(key)) {
        const source = read(value, [...tokens, name])
        for (const part of Array.isArray(source) ? source : [source]) {
          if (typeof part === 'object' && part !== null && !Array.isArray(part)) merged.push(part as JsonObject)
        }
      } else if (name in object) {
        reader.duplicateKey([...tokens, name], offsetOf(key))
      } else {
        object[name] = read(value, [...tokens, name])
      }
    }
    // YAML merge keys: a key of the map itself wins, then the first source that has it
    for (const source of merged) {
      for (const name of Object.keys(source)) if (!(name in object)) object[name] = source[name] as JsonTree
    }
    return object
  }

  return read(document.contents, [])
}

const isUsual = (value: number, source = ''): boolean =>
  /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(source) && (!Number.isInteger(value) || Number.isSafeInteger(value))

function isPlain(key: unknown): boolean {
  return isScalar(key) && (key.type === 'PLAIN' || key.type === undefined)
}

function offsetOf(node: unknown): number {
  return (node as Node | undefined)?.range?.[0] ?? 0
}
