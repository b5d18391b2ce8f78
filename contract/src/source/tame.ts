import { type Document, isScalar, visit } from 'yaml'

/** Names of properties on which `@asyncapi/parser` 3.6 throws, or which it takes for something else. */
export const stumblingBlocks: readonly string[] = ['__proto__', 'hasOwnProperty']

/**
 * The text with those names replaced where they are keys. A replacement is exactly as long as what it stands
 * for, so that every place that a reader of it tells is right in the file itself.
 */
export function tame(text: string, document: Document): string {
  const stretches: { start: number; end: number }[] = []
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || !stumblingBlocks.includes(String(key.value))) return
      const [start, end] = key.range ?? [0, 0]
      if (end - start >= 3) stretches.push({ start, end })
    },
  })
  let tamed = text
  for (const { start, end } of stretches) {
    const quote = /^["']/.exec(tamed.slice(start, end))?.[0] ?? ''
    const name = 'x'.repeat(end - start - 2 * quote.length)
    tamed = tamed.slice(0, start) + quote + name + quote + tamed.slice(end)
  }
  // a parameter of an address has the name of its declaration
  for (const name of stumblingBlocks) tamed = tamed.replaceAll(`{${name}}`, `{${'x'.repeat(name.length)}}`)
  return tamed
}

/** A message about the tamed text, in the words of the text itself. */
export function untame(message: string): string {
  return message.replace(/\bx{9,}\b/g, (found) => stumblingBlocks.find((name) => name.length === found.length) ?? found)
}
