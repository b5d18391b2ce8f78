import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { Json } from '../model/schema.js'
import type { Addition, Change, Edited } from './edit-source.js'
import { keyOf } from './key-of.js'
import { readPointer } from './pointer.js'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** See `editSource`. */
export function editYaml(text: string, changes: readonly Change[]): Edited {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, prettyErrors: false })
  if (document.errors.length > 0) return { text, made: [] }
  const planned: { change: Change; edit: Edit }[] = []
  for (const change of changes) {
    const map = mapAt(document.contents, readPointer(change.pointer) ?? [])
    const edit =
      map === undefined ? undefined : 'removed' in change ? removal(text, map, change.key) : addition(text, map, change)
    if (edit !== undefined && !planned.some((other) => overlaps(other.edit, edit))) planned.push({ change, edit })
  }
  const edited = planned
    .toSorted((a, b) => b.edit.start - a.edit.start)
    .reduce((changed, { edit }) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end), text)
  return { text: edited, made: planned.map(({ change }) => change) }
}

/** Two additions at one place would come to stand in an order of chance. */
const overlaps = (one: Edit, other: Edit): boolean =>
  one.start === other.start || (one.start < other.end && other.start < one.end)

/** The map at a pointer, reached without passing anything that an alias repeats. */
function mapAt(root: unknown, tokens: readonly string[]): YAMLMap | undefined {
  let node = root
  for (const token of tokens) {
    if (isShared(node)) return undefined
    node = isMap(node) ? pairOf(node, token)?.value : isSeq(node) ? node.items[Number(token)] : undefined
  }
  return isMap(node) && !isShared(node) ? node : undefined
}

const isShared = (node: unknown): boolean =>
  isAlias(node) || ((isMap(node) || isSeq(node)) && node.anchor !== undefined)

const pairOf = (map: YAMLMap, key: string): Pair | undefined => map.items.find((item) => keyOf(item.key) === key)

function addition(text: string, map: YAMLMap, change: Addition): Edit | undefined {
  const { key, value, after } = change
  const [first] = map.items
  if (pairOf(map, key) !== undefined || first === undefined) return undefined
  const behind = after === undefined ? undefined : pairOf(map, after)
  const written = `${writeKey(key, first.key)}: ${writeValue(value, first.key)}`
  return map.flow === true
    ? inFlow(text, written, first, behind)
    : inBlock(text, written, first, behind !== undefined && isOneLine(text, behind) ? behind : undefined)
}

/** Behind a member, or before the first: `{ type: string }` becomes `{ type: string, format: date-time }`. */
function inFlow(text: string, written: string, first: Pair, behind: Pair | undefined): Edit | undefined {
  const start = behind === undefined ? startOf(first.key) : endOf(behind.value ?? behind.key)
  if (start === undefined) return undefined
  const ahead = leadOf(text, startOf((behind ?? first).key) ?? start)
  const gap = ahead === undefined ? ' ' : newlineOf(text) + ahead
  return { start, end: start, text: behind === undefined ? `${written},${gap}` : `,${gap}${written}` }
}

function inBlock(text: string, written: string, first: Pair, behind: Pair | undefined): Edit | undefined {
  const begin = startOf(first.key)
  if (begin === undefined) return undefined
  const indent = ' '.repeat(begin - startOfLine(text, begin))
  if (behind === undefined) return { start: begin, end: begin, text: `${written}${newlineOf(text)}${indent}` }
  const start = endOfLine(text, endOf(behind.value ?? behind.key) ?? begin)
  return { start, end: start, text: `${newlineOf(text)}${indent}${written}` }
}

function removal(text: string, map: YAMLMap, key: string): Edit | undefined {
  const pair = pairOf(map, key)
  const start = startOf(pair?.key)
  const end = pair === undefined ? undefined : endOf(pair.value ?? pair.key)
  if (pair === undefined || start === undefined || end === undefined || map.items.length === 1) return undefined
  const index = map.items.indexOf(pair)
  if (map.flow === true) {
    const next = startOf(map.items[index + 1]?.key)
    if (next !== undefined) return { start, end: next, text: '' }
    const last = map.items[index - 1]
    return { start: endOf(last?.value ?? last?.key) ?? start, end, text: '' }
  }
  // the first key of an item stands behind its dash
  if (leadOf(text, start) === undefined) return undefined
  const lineEnd = endOfLine(text, end)
  return {
    start: startOfLine(text, start),
    end: Math.min(text.length, text.indexOf('\n', lineEnd) + 1 || text.length),
    text: '',
  }
}

const isOneLine = (text: string, pair: Pair): boolean =>
  isScalar(pair.value) && !text.slice(startOf(pair.key), endOf(pair.value)).includes('\n')

const rangeOf = (node: unknown): readonly [number, number, number] | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? ((node as Node).range ?? undefined) : undefined

const startOf = (node: unknown): number | undefined => rangeOf(node)?.[0]
const endOf = (node: unknown): number | undefined => rangeOf(node)?.[1]

const startOfLine = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1

/** Where the line of an offset ends; a block may end with its last line's own end. */
function endOfLine(text: string, offset: number): number {
  const from = offset > 0 && text[offset - 1] === '\n' ? offset - 1 : offset
  const end = text.indexOf('\n', from)
  const line = end === -1 ? text.length : end
  return text[line - 1] === '\r' ? line - 1 : line
}

/** The blanks before what begins its line; nothing for what does not. */
function leadOf(text: string, offset: number): string | undefined {
  const lead = text.slice(startOfLine(text, offset), offset)
  return /^[ \t]*$/.test(lead) ? lead : undefined
}

const newlineOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')

const isQuoted = (like: unknown): boolean => isScalar(like) && like.type === 'QUOTE_DOUBLE'

const isPlain = (text: string): boolean =>
  /^[A-Za-z][\w-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)

const writeKey = (key: string, like: unknown): string => (isQuoted(like) || !isPlain(key) ? JSON.stringify(key) : key)

/** In the manner of the map's own keys; maps on one line. */
function writeValue(value: Json, like: unknown): string {
  if (typeof value === 'string') return isQuoted(like) || !isPlain(value) ? JSON.stringify(value) : value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${writeKey(key, like)}: ${writeValue(member, like)}`)
  return `{ ${members.join(', ')} }`
}
