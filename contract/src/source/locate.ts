import { type Document, isAlias, isCollection, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml'
import { keyOf } from './key-of.js'

/** Finds the line and column of what stands at reference tokens, or of its key. */
export function locate(document: Document, lines: LineCounter, tokens: readonly string[], what: 'value' | 'key') {
  let node = unalias(document.contents, document)
  let offset = start(node) ?? 0
  for (const token of tokens) {
    const step = child(node, token, document)
    if (step === undefined) break
    const value = unalias(step.value, document)
    const isTold = what === 'value' && isScalar(value) && step.value === value
    offset = (isTold ? start(value) : undefined) ?? start(step.key) ?? offset
    node = value
  }
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function child(node: unknown, token: string, document: Document): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => keyOf(item.key) === token)
    if (pair !== undefined) return { key: pair.key, value: pair.value ?? pair.key }
    for (const item of node.items) {
      if (!isScalar(item.key) || item.key.value !== '<<') continue
      const merged = unalias(item.value, document)
      const found = (isSeq(merged) ? merged.items : [merged])
        .map((source) => child(unalias(source, document), token, document))
        .find((step) => step !== undefined)
      if (found !== undefined) return found
    }
  }
  if (isSeq(node)) {
    const item = node.items[Number(token)]
    return item === undefined ? undefined : { key: item, value: item }
  }
  return undefined
}

function unalias(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function start(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) || isAlias(node) ? (node as Node).range?.[0] : undefined
}
