/** One member of an object or one item of an array, as the text that stands there. */
export interface JsonPart {
  /** The member's name; absent for an item. */
  readonly name?: string
  readonly text: string
}

/**
 * The outermost members or items of a JSON text, which must be valid, each as it was written: parsed and printed
 * again, a number could lose digits and a document its bytes.
 */
export const jsonParts = (json: string): readonly JsonPart[] => {
  const parts: JsonPart[] = []
  const isObject = json.trimStart().startsWith('{')
  let depth = 0
  let start = 0
  let name: string | undefined
  const end = (at: number) => {
    const text = json.slice(start, at).trim()
    if (text !== '') parts.push(name === undefined ? { text } : { name, text })
    name = undefined
    start = at + 1
  }
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at)
    if (character === quote) at = endOfString(json, at)
    else if (character === openBrace || character === openBracket) {
      if (++depth === 1) start = at + 1
    } else if (character === closeBrace || character === closeBracket) {
      if (depth-- === 1) end(at)
    } else if (depth !== 1) continue
    else if (character === comma) end(at)
    else if (character === colon && isObject) {
      name = JSON.parse(json.slice(start, at))
      start = at + 1
    }
  }
  return parts
}

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const backslash = 0x5c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

const endOfString = (json: string, from: number): number => {
  let at = from + 1
  while (json.charCodeAt(at) !== quote) at += json.charCodeAt(at) === backslash ? 2 : 1
  return at
}
