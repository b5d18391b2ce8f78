import { isArray, isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'
import { writePointer } from '../source/pointer.js'

/** Says how far a pointer leads, and what it may have meant. */
export function describeDangling(
  root: JsonTree,
  tokens: readonly string[],
  step: (reference: JsonObject) => JsonTree | undefined,
): { readonly why: string; readonly mend: string } {
  let at = root
  for (const [index, token] of tokens.entries()) {
    for (let hops = 0; isObject(at) && hops < 100; hops++) {
      const target = step(at)
      if (target === undefined) break
      at = target
    }
    const next = isArray(at) ? at[Number(token)] : isObject(at) ? at[token] : undefined
    if (next === undefined) {
      const before = writePointer(tokens.slice(0, index))
      const where = before === '' ? 'the document' : `#${before}`
      const meant = isObject(at) ? nearest(token, Object.keys(at)) : undefined
      const mend =
        meant === undefined
          ? `Add "${token}" to ${where}, or correct the reference.`
          : `Refer to "#${writePointer([...tokens.slice(0, index), meant, ...tokens.slice(index + 1)])}" if that was meant, or add "${token}".`
      return { why: `${where} has no "${token}"`, mend }
    }
    at = next
  }
  return { why: 'nothing stands there', mend: 'Correct the reference.' }
}

/** The name that was most likely meant: the closest by edits, if it is close at all. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3))
  let best: { name: string; distance: number } | undefined
  for (const candidate of [...known].sort()) {
    if (Math.abs(candidate.length - name.length) > limit || candidate.length > 200) continue
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance }
  }
  return best?.name
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change))
    }
    row = next
  }
  return row[b.length] ?? 0
}
