import { type Document, isScalar, type Scalar, visit } from 'yaml'
import { stumblingBlocks } from './stumbling-blocks.js'

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

/** A key may be longer in the text than its name, where it is written with escapes. */
function tameKey(raw: string, tameName: string): string {
  const quote = /^["']/.exec(raw)?.[0] ?? ''
  return quote + tameName.padEnd(raw.length - 2 * quote.length, 'x') + quote
}

function tameReference(raw: string): string {
  return raw.replace(/(?<=\/)[\w]+(?=$|["'/])/g, (token) => stumblingBlocks.get(token) ?? token)
}
