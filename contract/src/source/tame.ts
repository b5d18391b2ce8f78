import { type Document, isScalar, type Scalar, visit } from 'yaml'

/**
 * Names on which `@asyncapi/parser` 3.6 throws, or which it takes for what every object inherits: those of
 * `Object.prototype`.
 */
const stumblingBlocks = new Map(
  Object.getOwnPropertyNames(Object.prototype).map((name) => [name, `xx${name.slice(2)}`]),
)

/**
 * The text with those names replaced where they are keys, parts of references, or parameters of an address. A
 * replacement is exactly as long as what it stands for, so that every place that a reader of it tells is right in
 * the file itself.
 */
export function tame(text: string, document: Document): string {
  let tamed = text
  const replace = (node: Scalar, change: (raw: string) => string) => {
    const [start, end] = node.range ?? [0, 0]
    const raw = text.slice(start, end)
    const changed = change(raw)
    if (changed !== raw && changed.length === raw.length) tamed = tamed.slice(0, start) + changed + tamed.slice(end)
  }
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key)) return
      const tameName = stumblingBlocks.get(String(key.value))
      if (tameName !== undefined) replace(key, (raw) => tameKey(raw, tameName))
      if (key.value === '$ref' && isScalar(value)) replace(value, tameReference)
    },
  })
  for (const [name, tameName] of stumblingBlocks) tamed = tamed.replaceAll(`{${name}}`, `{${tameName}}`)
  return tamed
}

/** A message about the tamed text, in the words of the text itself. */
export function untame(message: string): string {
  let words = message
  for (const [name, tameName] of stumblingBlocks) words = words.replaceAll(tameName, name)
  return words
}

/** A key may be longer in the text than its name, where it is written with escapes. */
function tameKey(raw: string, tameName: string): string {
  const quote = /^["']/.exec(raw)?.[0] ?? ''
  return quote + tameName.padEnd(raw.length - 2 * quote.length, 'x') + quote
}

function tameReference(raw: string): string {
  return raw.replace(/(?<=\/)[\w]+(?=$|["'/])/g, (token) => stumblingBlocks.get(token) ?? token)
}
