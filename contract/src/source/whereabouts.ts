import type { Place } from '../finding/finding.js'
import type { JsonArray, JsonObject } from './json-tree.js'
import { writePointer } from './pointer.js'
import type { SourceFile } from './source-file.js'

type Container = JsonObject | JsonArray

interface Home {
  readonly file: SourceFile
  readonly tokens: readonly string[]
}

/**
 * Where each object and array stands. Kept beside the values, by identity, so that values stay plain JSON and
 * still know their file after references, traits and lifting have taken them elsewhere.
 */
export interface Whereabouts {
  settle(value: Container, path: string, tokens: readonly string[]): void
  /** Takes the file whose values stand at its path. */
  admit(file: SourceFile): void
  /** A value made by us stands where its model stands. */
  adopt<T extends Container>(value: T, model: Container): T
  /** Where a value stands, or the member of it at `key`. */
  of(value: Container, key?: string | number): Home
  place(value: Container, ...keys: readonly (string | number)[]): Place
}

export function createWhereabouts(): Whereabouts {
  const homes = new WeakMap<Container, { readonly path: string; readonly tokens: readonly string[] }>()
  const files = new Map<string, SourceFile>()
  const of = (value: Container, key?: string | number): Home => {
    const home = homes.get(value)
    const file = home && files.get(home.path)
    if (home === undefined || file === undefined) throw new Error('a value of no document was asked for its place')
    return { file, tokens: key === undefined ? home.tokens : [...home.tokens, String(key)] }
  }
  return {
    settle: (value, path, tokens) => void homes.set(value, { path, tokens }),
    admit: (file) => void files.set(file.path, file),
    adopt: (value, model) => {
      const { file, tokens } = of(model)
      homes.set(value, { path: file.path, tokens })
      return value
    },
    of,
    place: (value, ...keys) => {
      const { file, tokens } = of(value)
      const whole = [...tokens, ...keys.map(String)]
      return { file: file.path, ...file.locate(whole), pointer: writePointer(whole) }
    },
  }
}
