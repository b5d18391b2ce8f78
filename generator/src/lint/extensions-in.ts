import type { Json, Source } from '@tidings/contract'

/** An `x-` extension where it stands in a file. */
export interface Extension {
  readonly name: string
  readonly value: Json
  readonly file: string
  /** The reference tokens of what holds it. */
  readonly holder: readonly string[]
}

/** Below these stand values of events, not parts of the document. */
const values = new Set(['const', 'default', 'enum', 'example', 'examples'])
/** The keys of these are names of others, so that `x-…` is no extension there. */
const maps = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependencies'])

/** Every extension in the files of a document. */
export function extensionsIn(sources: readonly Source[]): Extension[] {
  const found: Extension[] = []
  // what an alias of YAML repeats is one thing
  const seen = new WeakSet<object>()
  const visit = (value: Json, holder: readonly string[], file: string, names: boolean): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...holder, String(index)], file, false)
      return
    }
    for (const [key, member] of Object.entries(value)) {
      if (!names && key.startsWith('x-')) found.push({ name: key, value: member, file, holder })
      else if (names || !values.has(key)) visit(member, [...holder, key], file, !names && maps.has(key))
    }
  }
  for (const { path, value } of sources) visit(value, [], path, false)
  return found
}
