import { emptyObject, isArray, isObject, type JsonArray, type JsonObject, type JsonTree } from './json-tree.js'
import { depthLimit } from './size-limit.js'

/** A text that is JSON to the letter, read. */
export interface JsonText {
  readonly value: JsonObject
  /** Whether it holds no number that one reader takes for another than the next. */
  readonly isPlain: boolean
  /** Where something stands in the text, as `SourceFile.locate` has it. */
  offsetOf(tokens: readonly string[], what: 'value' | 'key'): number
}

/**
 * Reads JSON as the reader of YAML does, in a tenth of the time. Nothing for what is no object, or what that reader has
 * something to say of, or may take for something else: a mistake, a key that stands twice, a merge key, a line end of
 * an old machine, more levels than we read. Of a value that was read `before`, what has not changed is the same object.
 */
export function readJson(
  text: string,
  settle: (container: JsonObject | readonly JsonTree[], tokens: readonly string[]) => void,
  before?: JsonTree,
): JsonText | undefined {
  const offsets = new Map<JsonTree, Offsets>()
  const tokens: string[] = []
  let at = 0
  let isPlain = true

  const skipBlanks = () => {
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === carriageReturn && text.charCodeAt(at + 1) !== lineEnd) throw new Unread()
      if (code !== space && code !== lineEnd && code !== carriageReturn && code !== tab) return code
      at++
    }
  }
  const pass = (wanted: number) => {
    if (skipBlanks() !== wanted) throw new Unread()
    at++
  }
  /** Whether another follows. */
  const goOn = (close: number): boolean => {
    const code = skipBlanks()
    at++
    if (code !== comma && code !== close) throw new Unread()
    return code === comma
  }

  const readString = (): string => {
    const start = at++
    let isEscaped = false
    for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(++at)) {
      // also what the end of the text gives
      if (!(code >= space)) throw new Unread()
      if (code !== backslash) continue
      isEscaped = true
      at++
    }
    at++
    return isEscaped ? unescaped(text.slice(start, at)) : text.slice(start + 1, at - 1)
  }

  const readNumber = (): number => {
    number.lastIndex = at
    const found = number.exec(text)?.[0]
    const value = Number(found)
    if (found === undefined || !Number.isFinite(value)) throw new Unread()
    at += found.length
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) isPlain = false
    return value === 0 ? 0 : value
  }

  const readWord = (): JsonTree => {
    for (const [word, value] of words) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return value
    }
    return readNumber()
  }

  const readValue = (past: JsonTree | undefined): JsonTree => {
    const code = skipBlanks()
    if (code === quote) return readString()
    if (code !== brace && code !== bracket) return readWord()
    if (tokens.length >= depthLimit) throw new Unread()
    return code === brace ? readObject(isObject(past) ? past : undefined) : readList(isArray(past) ? past : undefined)
  }

  const readObject = (past: JsonObject | undefined): JsonObject => {
    const object = emptyObject()
    const keys: Record<string, number> = Object.create(null)
    at++
    if (skipBlanks() === brace + 2) at++
    else {
      do {
        if (skipBlanks() !== quote) throw new Unread()
        const start = at
        const key = readString()
        if (key in object || key === '<<') throw new Unread()
        keys[key] = start
        pass(colon)
        tokens.push(key)
        object[key] = readValue(past?.[key])
        tokens.pop()
      } while (goOn(brace + 2))
    }
    return placed(past !== undefined && hasSameMembers(object, past) ? past : object, keys)
  }

  const readList = (past: JsonArray | undefined): JsonTree => {
    const list: JsonTree[] = []
    const items: number[] = []
    at++
    if (skipBlanks() === bracket + 2) at++
    else {
      do {
        skipBlanks()
        items.push(at)
        tokens.push(String(list.length))
        list.push(readValue(past?.[list.length]))
        tokens.pop()
      } while (goOn(bracket + 2))
    }
    return placed(past !== undefined && hasSameItems(list, past) ? past : list, items)
  }

  const placed = <Container extends JsonObject | readonly JsonTree[]>(
    container: Container,
    members: Offsets,
  ): Container => {
    offsets.set(container, members)
    settle(container, [...tokens])
    return container
  }

  const readWhole = (): JsonObject => {
    if (skipBlanks() !== brace) throw new Unread()
    const value = readObject(isObject(before) ? before : undefined)
    skipBlanks()
    if (at < text.length) throw new Unread()
    return value
  }

  try {
    const value = readWhole()
    return {
      value,
      isPlain,
      offsetOf(path, what) {
        let found: JsonTree = value
        let offset = text.indexOf('{')
        for (const token of path) {
          const key: string | number = isArray(found) ? Number(token) : token
          const start = memberAt<number>(offsets.get(found), key)
          if (start === undefined) break
          const member: JsonTree = memberAt<JsonTree>(found, key) ?? null
          const isTold = what === 'value' && isObject(found) && !isObject(member) && !isArray(member)
          offset = isTold ? valueAfter(text, start) : start
          found = member
        }
        return offset
      },
    }
  } catch (error) {
    if (error instanceof Unread) return undefined
    throw error
  }
}

class Unread extends Error {}

/** In the same order too: that of properties shows. What is below has been kept already where it is the same. */
function hasSameMembers(one: JsonObject, other: JsonObject): boolean {
  const [keys, others] = [Object.keys(one), Object.keys(other)]
  return keys.length === others.length && keys.every((key, index) => key === others[index] && one[key] === other[key])
}

const hasSameItems = (one: JsonArray, other: JsonArray): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index])

/** Where the keys of an object stand, or the items of a list. */
type Offsets = readonly number[] | Readonly<Record<string, number>>

const memberAt = <Member>(container: unknown, key: string | number): Member | undefined =>
  typeof container === 'object' && container !== null && Object.hasOwn(container, key)
    ? (container as Readonly<Record<string | number, Member>>)[key]
    : undefined

/** Where the value of a key begins. */
function valueAfter(text: string, key: number): number {
  let end = key + 1
  for (; text.charCodeAt(end) !== quote; end++) if (text.charCodeAt(end) === backslash) end++
  value.lastIndex = end + 1
  value.exec(text)
  return value.lastIndex
}

function unescaped(literal: string): string {
  try {
    return JSON.parse(literal)
  } catch {
    throw new Unread()
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const value = /\s*:\s*/y
const words: readonly (readonly [string, JsonTree])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
const tab = 0x09
const lineEnd = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const bracket = 0x5b
const backslash = 0x5c
const brace = 0x7b
