/**
 * The first item that stands in the list before, as `[index, index before]`; `undefined` when all differ. One pass
 * over the whole list whatever its items: comparing each with each would let a long list of objects stop the process.
 */
export function repeatedItem(items: readonly unknown[]): readonly [number, number] | undefined {
  const seen = new Map<unknown, number>()
  for (const [index, item] of items.entries()) {
    const key =
      typeof item === 'object' && item !== null ? canonical(item) : typeof item === 'string' ? `"${item}` : item
    const before = seen.get(key)
    if (before !== undefined) return [index, before]
    seen.set(key, index)
  }
  return undefined
}

/** The same text for equal JSON values, and never the key of a string. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`
}
