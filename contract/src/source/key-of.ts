import { isScalar } from 'yaml'

/** The text of a key, as JSON has it: `1.0` stays `1.0`. Nothing for a key that is a map or a list. */
export function keyOf(key: unknown): string | undefined {
  if (key === null) return ''
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}
