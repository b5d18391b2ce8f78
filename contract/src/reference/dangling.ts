import { isArray, isObject, type JsonObject, type JsonTree } from '../source/json-tree.js'
import { writePointer } from '../source/pointer.js'

/** Says how far the pointer of a reference leads, and what it may have meant. */
export function describeDangling(
  reference: string,
  root: JsonTree,
  tokens: readonly string[],
  step: (reference: JsonObject) => JsonTree | undefined,
): { readonly why: string; readonly mend: string } {
  const file = reference.split('#')[0]
  const address = (path: readonly string[]) => `${file}#${writePointer(path)}`
  let at = root
  for (const [index, token] of tokens.entries()) {
    for (let hops = 0; isObject(at) && hops < 100; hops++) {
      const target = step(at)
      if (target === undefined) break
      at = target
    }
    const next = isArray(at) ? at[Number(token)] : isObject(at) ? at[token] : undefined
    if (next === undefined) {
      const before = tokens.slice(0, index)
      const where = index > 0 ? address(before) : file === '' ? 'the document' : String(file)
      const why = `${where} has no "${token}"`
      const names = isObject(at) ? Object.keys(at) : []
      const whole = withSlashes(tokens.slice(index), names)
      if (whole !== undefined)
        return { why, mend: `Write "${address([...before, ...whole])}": a "/" inside a name is written as "~1".` }
      const meant = nearest(token, names)
      const mend =
        meant === undefined
          ? `Add ${address(tokens)}, or correct the reference.`
          : `Refer to "${address([...before, meant, ...tokens.slice(index + 1)])}" if that was meant, or add "${token}".`
      return { why, mend }
    }
    at = next
  }
  return { why: 'nothing stands there', mend: 'Correct the reference.' }
}

/** The tokens with the first of them joined, where that gives a name: one that holds `/`, written without escapes. */
function withSlashes(tokens: readonly string[], names: readonly string[]): string[] | undefined {
  for (let end = tokens.length; end > 1; end--) {
    const name = tokens.slice(0, end).join('/')
    if (names.includes(name)) return [name, ...tokens.slice(end)]
  }
  return undefined
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
